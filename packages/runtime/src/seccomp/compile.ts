import type { Seccomp, SeccompAction } from '@berth/oci'
import type { Architecture } from './architecture.ts'
import { assemble, BPF, encodeProgram, type Line } from './bpf.ts'

type Rule = Seccomp['syscalls'][number]
type Argument = NonNullable<Rule['args']>[number]

/** SECCOMP_RET_* of linux/seccomp.h */
const RETURN: Readonly<Record<SeccompAction, number>> = {
  SCMP_ACT_ALLOW: 0x7fff0000,
  SCMP_ACT_ERRNO: 0x00050000,
  SCMP_ACT_KILL: 0x00000000,
  SCMP_ACT_KILL_PROCESS: 0x80000000,
  SCMP_ACT_KILL_THREAD: 0x00000000,
  SCMP_ACT_TRAP: 0x00030000,
  SCMP_ACT_TRACE: 0x7ff00000,
  SCMP_ACT_LOG: 0x7ffc0000,
  SCMP_ACT_NOTIFY: 0x7fc00000,
}

/** struct seccomp_data: nr at 0, architecture at 4, arguments of 8 bytes from 16 */
const NUMBER = 0
const ARCHITECTURE = 4
const FIRST_ARGUMENT = 16

/** x32 calls carry this bit; nothing uses them, and each is refused. */
const X32_BIT = 0x40000000
const ENOSYS = 38
const EPERM = 1

/** A run of system call numbers with one outcome: a label of the program. */
type Range = { readonly from: number; readonly label: string }

/**
 * A seccomp profile as a BPF program. System calls are found by binary search over ranges of numbers. Calls that are
 * newer than every known one give ENOSYS, so that programs fall back; another architecture is killed.
 */
export function compileSeccomp(profile: Seccomp, architectures: readonly Architecture[]): Uint8Array {
  const wanted: readonly string[] = profile.architectures
  const known = architectures.filter(({ name }) => wanted.includes(name))
  const lines: Line[] = [{ kind: 'do', code: BPF.loadWord, k: ARCHITECTURE }]
  for (const { audit, name } of known) {
    lines.push({ kind: 'if', code: BPF.jumpEqual, k: audit, to: name })
  }
  lines.push(returning(RETURN.SCMP_ACT_KILL_PROCESS))
  for (const architecture of known) lines.push(...compileArchitecture(profile, architecture))
  return encodeProgram(assemble(lines))
}

function compileArchitecture(profile: Seccomp, { name, numbers }: Architecture): Line[] {
  const outcomes = new Map<number, readonly Rule[]>()
  for (const rule of profile.syscalls) {
    for (const syscall of rule.names) {
      const number = numbers.get(syscall)
      if (number !== undefined) outcomes.set(number, [...(outcomes.get(number) ?? []), rule])
    }
  }
  const fallback = actionValue(profile.defaultAction, profile.defaultErrnoRet)
  const blocks = new Map<string, Line[]>()
  const ranges: Range[] = []
  const newest = Math.max(...numbers.values())
  for (let number = 0; number <= newest; number++) {
    const label = blockFor(outcomes.get(number) ?? [], fallback, name, blocks)
    if (ranges.at(-1)?.label !== label) ranges.push({ from: number, label })
  }
  ranges.push({ from: newest + 1, label: blockOf([returning(RETURN.SCMP_ACT_ERRNO | ENOSYS)], name, blocks) })
  return [
    { kind: 'label', name },
    { kind: 'do', code: BPF.loadWord, k: NUMBER },
    { kind: 'if', code: BPF.jumpGreaterEqual, k: X32_BIT, to: `${name} x32` },
    ...search(ranges, name),
    { kind: 'label', name: `${name} x32` },
    returning(RETURN.SCMP_ACT_ERRNO | ENOSYS),
    ...[...blocks].flatMap(([label, block]): Line[] => [{ kind: 'label', name: label }, ...block]),
  ]
}

function search(ranges: readonly Range[], prefix: string): Line[] {
  const [only] = ranges
  if (ranges.length === 1 && only) return [{ kind: 'goto', to: only.label }]
  const middle = ranges.length >> 1
  const right = ranges.slice(middle)
  const from = right[0]?.from ?? 0
  const label = `${prefix} from ${from}`
  return [
    { kind: 'if', code: BPF.jumpGreaterEqual, k: from, to: label },
    ...search(ranges.slice(0, middle), prefix),
    { kind: 'label', name: label },
    ...search(right, prefix),
  ]
}

/** Rules of one call in order: the first whose arguments all match decides. */
function blockFor(
  rules: readonly Rule[],
  fallback: number,
  name: string,
  blocks: Map<string, Line[]>,
): string {
  const lines: Line[] = []
  for (const [i, rule] of rules.entries()) {
    const value = actionValue(rule.action, rule.errnoRet)
    const next = `next ${i}`
    for (const argument of rule.args ?? []) lines.push(...mismatch(argument, next))
    lines.push(returning(value), { kind: 'label', name: next })
    if (!rule.args?.length) break
  }
  return blockOf([...lines, returning(fallback)], name, blocks)
}

/** Equal blocks are one; labels inside get the block's own name before them. */
function blockOf(lines: readonly Line[], name: string, blocks: Map<string, Line[]>): string {
  const label = `${name} ${JSON.stringify(lines)}`
  if (!blocks.has(label)) {
    const scoped = lines.map((line): Line => {
      if (line.kind === 'label') return { ...line, name: label + line.name }
      if (line.kind === 'if') return { ...line, to: label + line.to }
      if (line.kind === 'goto') return { ...line, to: label + line.to }
      return line
    })
    blocks.set(label, scoped)
  }
  return label
}

/** Goes to `next` unless the argument matches. The kernel reads int arguments as 32 bits, and so does EQ here. */
function mismatch(argument: Argument, next: string): Line[] {
  const low: Line = { kind: 'do', code: BPF.loadWord, k: FIRST_ARGUMENT + 8 * argument.index }
  const matched = `matched ${argument.index}`
  const equals = (k: number): Line[] => [
    { kind: 'if', code: BPF.jumpEqual, k, to: matched },
    { kind: 'goto', to: next },
    { kind: 'label', name: matched },
  ]
  switch (argument.op) {
    case 'SCMP_CMP_EQ':
      return [low, ...equals(Number(argument.value))]
    case 'SCMP_CMP_MASKED_EQ':
      return [
        low,
        { kind: 'do', code: BPF.and, k: Number(argument.value) },
        ...equals(Number(argument.valueTwo ?? 0n)),
      ]
    case 'SCMP_CMP_NE':
      return [low, { kind: 'if', code: BPF.jumpEqual, k: Number(argument.value), to: next }]
    case 'SCMP_CMP_GT':
      return [
        low,
        { kind: 'if', code: BPF.jumpGreater, k: Number(argument.value), to: matched },
        { kind: 'goto', to: next },
        { kind: 'label', name: matched },
      ]
    case 'SCMP_CMP_GE':
      return [
        low,
        { kind: 'if', code: BPF.jumpGreaterEqual, k: Number(argument.value), to: matched },
        { kind: 'goto', to: next },
        { kind: 'label', name: matched },
      ]
    case 'SCMP_CMP_LT':
      return [low, { kind: 'if', code: BPF.jumpGreaterEqual, k: Number(argument.value), to: next }]
    case 'SCMP_CMP_LE':
      return [low, { kind: 'if', code: BPF.jumpGreater, k: Number(argument.value), to: next }]
  }
}

function actionValue(action: SeccompAction, errno: number | undefined): number {
  return action === 'SCMP_ACT_ERRNO' ? RETURN[action] | (errno ?? EPERM) : RETURN[action]
}

function returning(value: number): Line {
  return { kind: 'do', code: BPF.return, k: value >>> 0 }
}
