import type { CheckState, LabResult } from '@berth/protocol'
import type { LabChecks } from './lab-checks.ts'

/** The newest result of one check of one student. */
export type Newest = {
  readonly memberId: string
  readonly labId: string
  readonly name: string
  readonly passed: boolean
  readonly message: string
  readonly at: Date
}

/** One student in one lab. Checks that the lab has no more do not count; what was never run has no outcome. */
export function sumLab(id: string, { checks }: LabChecks, newest: ReadonlyMap<string, Newest>): LabResult {
  const states: CheckState[] = checks.map(({ name, title, points }) => {
    const last = newest.get(name)
    const outcome = { passed: last?.passed ?? null, message: last?.message ?? '', at: last?.at ?? null }
    return { name, title, points, ...outcome }
  })
  return { lab: id, checks: states, points: sum(states.filter(({ passed }) => passed)) }
}

export function sum(checks: readonly { readonly points: number }[]): number {
  return checks.reduce((total, { points }) => total + points, 0)
}
