import { BerthError } from '@berth/core'
import type { Seccomp } from '@berth/oci'
import { actionValue, KILL_PROCESS, NO_SUCH_CALL, refuses } from './action.ts'
import type { Architecture } from './architecture.ts'
import { assemble, BPF, encodeProgram, type Line } from './bpf.ts'
import { compileCondition } from './condition.ts'
import { type Outcome, outcomes } from './outcome.ts'
import { joinRanges, type Range, searchRanges } from './search.ts'

/** struct seccomp_data: nr at 0, architecture at 4 */
const NUMBER = 0
const ARCHITECTURE = 4

/** BPF_MAXINSNS of linux/bpf_common.h */
const MAX_INSTRUCTIONS = 4096

/** 32-bit ARM has calls of its own far beyond the others (arch/arm/include/uapi/asm/unistd.h). */
const PRIVATE_CALLS = 0xf0000

/** One way into the kernel: all tables of calls that it has, of which only some are asked for. */
type Entry = {
  readonly audit: number
  readonly label: string
  readonly tables: readonly Architecture[]
  readonly asked: readonly Architecture[]
}

/** Blocks of a program by their text: equal ones are one. */
type Blocks = Map<string, Block>
type Block = { readonly label: string; readonly lines: readonly Line[] }

/**
 * A seccomp profile as a BPF program for a machine, whose own architecture comes first and is always filtered. System
 * calls are found by binary search over ranges of numbers. Another architecture is killed; x32, where it is not asked
 * for, does not exist; nor do calls that are newer than every known one, unless the default lets calls pass.
 * Error: runtime.unsupported, when the kernel would not take it for its size.
 */
export function compileSeccomp(profile: Seccomp, architectures: readonly Architecture[]): Uint8Array {
  const entries = entriesOf(profile, architectures)
  const lines: Line[] = [
    { kind: 'do', code: BPF.loadWord, k: ARCHITECTURE },
    ...entries.map(({ audit, label }): Line => ({ kind: 'if', code: BPF.jumpEqual, k: audit, to: label })),
    returning(KILL_PROCESS),
    ...entries.flatMap((entry) => compileEntry(profile, entry)),
  ]
  refuseLength(lines.filter(({ kind }) => kind !== 'label').length)
  const program = assemble(lines)
  refuseLength(program.length)
  return encodeProgram(program)
}

function refuseLength(instructions: number): void {
  if (instructions <= MAX_INSTRUCTIONS) return
  throw new BerthError('runtime.unsupported', 'the seccomp profile has more rules than the kernel takes', {
    details: { instructions, most: MAX_INSTRUCTIONS },
  })
}

function entriesOf(profile: Seccomp, architectures: readonly Architecture[]): Entry[] {
  const isAsked = (table: Architecture) =>
    table === architectures[0] || profile.architectures.some((name) => name === table.name)
  return [...Map.groupBy(architectures, ({ audit }) => audit)]
    .map(([audit, tables]) => ({ audit, label: `entry ${audit}`, tables, asked: tables.filter(isAsked) }))
    .filter(({ asked }) => asked.length > 0)
}

function compileEntry(profile: Seccomp, { label, tables, asked }: Entry): Line[] {
  const blocks: Blocks = new Map()
  const missing = blockOf([returning(NO_SUCH_CALL)], label, blocks)
  const ranges = tables.flatMap((table) =>
    asked.includes(table) ? rangesOf(profile, table, label, blocks) : [{ from: table.first, label: missing }],
  )
  return [
    { kind: 'label', name: label },
    { kind: 'do', code: BPF.loadWord, k: NUMBER },
    ...searchRanges(joinRanges(ranges), label),
    ...[...blocks.values()].flatMap(({ label: name, lines }): Line[] => [{ kind: 'label', name }, ...lines]),
  ]
}

function rangesOf(profile: Seccomp, table: Architecture, entry: string, blocks: Blocks): Range[] {
  const fallback = actionValue(profile.defaultAction, profile.defaultErrnoRet)
  const byNumber = outcomes(profile, table)
  const plain = blockOf([returning(fallback)], entry, blocks)
  const unknown = refuses(profile.defaultAction) ? blockOf([returning(NO_SUCH_CALL)], entry, blocks) : plain
  const known = [...new Set(table.numbers.values())].toSorted((a, b) => a - b)
  const newest = known.findLast((number) => number < table.first + PRIVATE_CALLS) ?? table.first
  const ranges: Range[] = [{ from: table.first, label: plain }]
  for (const number of known) {
    const outcome = byNumber.get(number)
    const label = outcome ? blockOf(compileOutcome(outcome, table.bits), entry, blocks) : plain
    ranges.push({ from: number, label }, { from: number + 1, label: number >= newest ? unknown : plain })
  }
  return ranges
}

function compileOutcome({ cases, otherwise }: Outcome, bits: 32 | 64): Line[] {
  const lines = cases.flatMap(({ conditions, value }, i): Line[] => [
    ...conditions.flatMap((condition, j) => compileCondition(condition, bits, `next ${i}`, `${i}.${j}`)),
    returning(value),
    { kind: 'label', name: `next ${i}` },
  ])
  return [...lines, returning(otherwise)]
}

/** The label of a block; labels within get its name before their own. */
function blockOf(lines: readonly Line[], entry: string, blocks: Blocks): string {
  const text = JSON.stringify(lines)
  const label = blocks.get(text)?.label ?? `${entry} block ${blocks.size}`
  if (!blocks.has(text)) blocks.set(text, { label, lines: lines.map((line) => scoped(line, label)) })
  return label
}

function scoped(line: Line, scope: string): Line {
  switch (line.kind) {
    case 'do':
      return line
    case 'label':
      return { ...line, name: `${scope} ${line.name}` }
    case 'if':
    case 'goto':
      return { ...line, to: `${scope} ${line.to}` }
  }
}

function returning(value: number): Line {
  return { kind: 'do', code: BPF.return, k: value >>> 0 }
}
