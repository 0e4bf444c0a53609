import type { LabSpec } from '@berth/lab'
import { nextLife } from '../life/next-life.ts'
import { type LifeStep, planLife } from '../life/plan-life.ts'
import { stateOf } from '../rows.ts'
import { planThrottle } from '../use/plan-throttle.ts'
import { planContainers, type SandboxStep } from './plan-containers.ts'
import { partsOf, type SandboxRow } from './read-sandboxes.ts'

export type Decision = {
  /** what somebody's word or time alone does to it; first of all, then the rest is decided anew */
  readonly life: LifeStep | { readonly kind: 'end' } | null
  readonly steps: readonly SandboxStep[]
  readonly throttle: 'hold' | 'release' | null
}

export type Around = {
  readonly now: Date
  readonly spec: LabSpec
  /** this process reaches the node, so that it can run scripts there */
  readonly reaches: (nodeId: string) => boolean
}

/** What is to be done next for one sandbox. */
export function decide(row: SandboxRow, around: Around): Decision {
  const { spec, now, reaches } = around
  const isHere = row.nodeId !== null && reaches(row.nodeId)
  return {
    life: decideLife(row, around),
    steps: planContainers(partsOf(row, spec), now).filter(
      ({ kind }) => (kind !== 'setup' && kind !== 'cleanup') || isHere,
    ),
    throttle: planThrottle(row, now),
  }
}

export function isNothing({ life, steps, throttle }: Decision): boolean {
  return life === null && steps.length === 0 && throttle === null
}

function decideLife(row: SandboxRow, { now, spec }: Around): Decision['life'] {
  const courseOver = isCourseOver(row, now)
  if (isToEnd(row, courseOver)) return { kind: 'end' }
  if (row.userId === null) return null
  const life = planLife({ ...row, state: stateOf(row) }, { now, times: spec.times, courseOver })
  const isLeft = row.kind === 'copy' && life?.kind === 'wish' && life.wanted === 'archived'
  return isLeft ? { ...life, wanted: 'ended' } : life
}

/** Files of a course that is over are kept as long as its labs say, so what has an owner there is archived instead. */
function isToEnd({ wanted, state, userId }: SandboxRow, courseOver: boolean): boolean {
  return wanted === 'ended' && state !== 'ended' && (userId === null || !courseOver)
}

function isCourseOver({ course, kind }: SandboxRow, now: Date): boolean {
  if (course === null || kind !== 'lesson') return false
  return course.archivedAt !== null || (course.endsAt ?? now) < now
}

/** What is settled is looked at so often all the same. */
const HOUR_MS = 60 * 60_000
const UNSETTLED_MS = 1000
const NEVER = new Date('9999-01-01T00:00:00Z')

/** When a sandbox for which there is nothing to do now is to be looked at again. */
export function dueAfter(row: SandboxRow, { now, spec }: Pick<Around, 'now' | 'spec'>): Date {
  const isGone = row.state === 'ended' || row.state === 'archived'
  const soon = new Date(now.getTime() + UNSETTLED_MS)
  if (isGone && row.containers.length > 0) return soon
  if (row.containers.some(({ generation, observedGeneration }) => observedGeneration < generation))
    return soon
  if (row.state === 'ended' && row.homes.length === 0) return NEVER
  const next = row.userId === null ? null : nextLife({ ...row, state: stateOf(row) }, spec.times)
  return new Date(Math.min(now.getTime() + HOUR_MS, next?.getTime() ?? Infinity))
}
