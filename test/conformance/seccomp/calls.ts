import type { Seccomp } from '@berth/oci'
import type { Architecture } from '../../../packages/runtime/src/seccomp/architecture.ts'
import type { FilteredCall } from '../../support/run-filter.ts'

type Condition = NonNullable<Seccomp['syscalls'][number]['args']>[number]

const WORD = 0xffff_ffffn
const LONG = 2n ** 64n - 1n

/** Calls of one table that between them reach every rule: every number, and arguments around what rules compare with. */
export function* callsOf(
  profile: Omit<Seccomp, 'architectures'>,
  table: Architecture,
): Generator<FilteredCall> {
  const conditions = conditionsByNumber(profile, table)
  for (let number = table.first; number < table.first + 600; number++) {
    yield* withArguments(conditions.get(number) ?? [], table, number)
  }
  for (const number of table.numbers.values()) {
    if (number >= table.first + 600) yield { audit: table.audit, number }
  }
}

function conditionsByNumber(
  { syscalls }: Omit<Seccomp, 'architectures'>,
  { numbers }: Architecture,
): Map<number, Condition[]> {
  const result = new Map<number, Condition[]>()
  for (const { names, args = [] } of syscalls) {
    for (const name of names) {
      const number = numbers.get(name)
      if (number !== undefined) result.set(number, [...(result.get(number) ?? []), ...args])
    }
  }
  return result
}

function* withArguments(
  conditions: readonly Condition[],
  table: Architecture,
  number: number,
): Generator<FilteredCall> {
  const { audit } = table
  // a 32-bit program cannot set more than the lower half
  const limit = table.name === 'SCMP_ARCH_X86_64' || table.name === 'SCMP_ARCH_AARCH64' ? LONG : WORD
  const plain = Array.from({ length: 6 }, (_, i) => (0x1111_2222_3333n * BigInt(i + 1)) & limit)
  yield { audit, number, args: [] }
  yield { audit, number, args: plain }
  const indexes = [...new Set(conditions.map(({ index }) => index))]
  const values = indexes.map((index) =>
    edges(
      conditions.filter((one) => one.index === index),
      limit,
    ),
  )
  for (const row of combinations(values)) {
    const args = [...plain]
    for (const [i, index] of indexes.entries()) args[index] = row[i] ?? 0n
    yield { audit, number, args }
  }
}

/** Values at which the answer of a condition may change. */
function edges(conditions: readonly Condition[], limit: bigint): bigint[] {
  const around = conditions.flatMap(({ value, valueTwo = 0n }) => [
    value - 1n,
    value,
    value + 1n,
    value | (1n << 32n),
    value ^ (1n << 63n),
    value & WORD,
    valueTwo,
    valueTwo | (LONG ^ value),
    valueTwo ^ value,
  ])
  return [...new Set([0n, LONG, ...around].map((value) => value & limit))]
}

const MOST_COMBINATIONS = 4000

/** All rows of one value of each list; with very many, an even part of them. */
function* combinations(lists: readonly (readonly bigint[])[]): Generator<bigint[]> {
  if (lists.length === 0) return
  const total = lists.reduce((product, { length }) => product * length, 1)
  // a prime step reaches all values of each list
  const step = total > MOST_COMBINATIONS ? Math.floor(total / MOST_COMBINATIONS) * 2 + 1 : 1
  for (let i = 0; i < total; i += step) {
    let rest = i
    yield lists.map((list) => {
      const value = list[rest % list.length] ?? 0n
      rest = Math.floor(rest / list.length)
      return value
    })
  }
}
