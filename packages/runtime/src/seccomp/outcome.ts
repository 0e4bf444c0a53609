import type { Seccomp } from '@berth/oci'
import { actionValue, stricter } from './action.ts'
import type { Architecture } from './architecture.ts'

type Rule = Seccomp['syscalls'][number]
export type Condition = NonNullable<Rule['args']>[number]

/** What becomes of one system call: the first case whose conditions all hold, else `otherwise`. */
export type Outcome = { readonly cases: readonly Case[]; readonly otherwise: number }
type Case = { readonly conditions: readonly Condition[]; readonly value: number }

/**
 * The outcomes of a profile by system call number, as runc and crun understand a profile: a rule without conditions
 * overrules those that have some, the first of its kind counts, rules that say what the default says are none, and
 * conditions on the same argument are alternatives. Calls that have no rule are not in it.
 */
export function outcomes(profile: Seccomp, architecture: Architecture): Map<number, Outcome> {
  const fallback = actionValue(profile.defaultAction, profile.defaultErrnoRet)
  const cases = new Map<string, Case[]>()
  for (const rule of profile.syscalls) {
    const value = actionValue(rule.action, rule.errnoRet)
    if (value === fallback) continue
    for (const name of rule.names) {
      const own = cases.get(name) ?? []
      own.push(...alternatives(rule.args ?? []).map((conditions) => ({ conditions, value })))
      cases.set(name, own)
    }
  }
  addMultiplexed(cases, architecture, fallback)
  const byNumber = new Map<number, Outcome>()
  for (const [name, own] of cases) {
    const number = architecture.numbers.get(name)
    if (number !== undefined && !byNumber.has(number)) byNumber.set(number, outcomeOf(own, fallback))
  }
  return byNumber
}

function outcomeOf(cases: readonly Case[], fallback: number): Outcome {
  const always = cases.find(({ conditions }) => conditions.length === 0)
  return always ? { cases: [], otherwise: always.value } : { cases, otherwise: fallback }
}

function alternatives(conditions: readonly Condition[]): (readonly Condition[])[] {
  const indexes = new Set(conditions.map(({ index }) => index))
  return indexes.size < conditions.length ? conditions.map((condition) => [condition]) : [conditions]
}

/**
 * `socketcall` and `ipc` make the calls of others, whose arguments lie in memory, where a filter cannot look. Each is
 * what the rules of the call itself say; where those depend on arguments, it is the strictest that they can say.
 */
function addMultiplexed(cases: Map<string, Case[]>, { multiplexers }: Architecture, fallback: number): void {
  for (const { call, members } of multiplexers) {
    const own = cases.get(call) ?? []
    for (const [name, number] of Object.entries(members)) {
      const member = cases.get(name)
      if (!member) continue
      const { cases: conditional, otherwise } = outcomeOf(member, fallback)
      const value = conditional.map((one) => one.value).reduce(stricter, otherwise)
      if (value === fallback) continue
      own.push({ conditions: [{ index: 0, op: 'SCMP_CMP_EQ', value: BigInt(number) }], value })
    }
    if (own.length > 0) cases.set(call, own)
  }
}
