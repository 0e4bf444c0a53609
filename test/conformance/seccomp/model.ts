import type { Seccomp } from '@berth/oci'
import type { Architecture } from '../../../packages/runtime/src/seccomp/architecture.ts'
import type { FilteredCall } from '../../support/run-filter.ts'
import { valueOf } from './libseccomp.ts'

type Rule = Seccomp['syscalls'][number]
type Condition = NonNullable<Rule['args']>[number]

/**
 * What a profile says about a call that its table knows, read from the profile itself: a rule without conditions, else
 * the first that holds, else the default. For calls that are not behind a multiplexer.
 */
export function verdictOf(profile: Seccomp, table: Architecture, call: FilteredCall): number {
  const fallback = valueOf(profile.defaultAction, profile.defaultErrnoRet)
  const rules = profile.syscalls.filter(
    (rule) =>
      valueOf(rule.action, rule.errnoRet) !== fallback &&
      rule.names.some((name) => table.numbers.get(name) === call.number),
  )
  const decisive =
    rules.find(({ args = [] }) => args.length === 0) ?? rules.find((rule) => holds(rule, table, call))
  return decisive ? valueOf(decisive.action, decisive.errnoRet) : fallback
}

/** Conditions on one argument are alternatives, as for runc and crun. */
function holds({ args = [] }: Rule, { bits }: Architecture, { args: given = [] }: FilteredCall): boolean {
  const results = args.map((condition) => compare(condition, given[condition.index] ?? 0n, bits))
  const repeated = new Set(args.map(({ index }) => index)).size < args.length
  return repeated ? results.some(Boolean) : results.every(Boolean)
}

function compare({ op, value, valueTwo = 0n }: Condition, given: bigint, bits: number): boolean {
  const [left, right, second] = [given, value, valueTwo].map((one) => BigInt.asUintN(bits, one))
  if (left === undefined || right === undefined || second === undefined) return false
  switch (op) {
    case 'SCMP_CMP_NE':
      return left !== right
    case 'SCMP_CMP_LT':
      return left < right
    case 'SCMP_CMP_LE':
      return left <= right
    case 'SCMP_CMP_EQ':
      return left === right
    case 'SCMP_CMP_GE':
      return left >= right
    case 'SCMP_CMP_GT':
      return left > right
    case 'SCMP_CMP_MASKED_EQ':
      return (left & right) === second
  }
}
