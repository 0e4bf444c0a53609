import { DEPLOY_STEPS, type DeployStep } from '@berth/core'
import { type DeployNote, deployNoteSchema, type DeployStepView } from '@berth/protocol'
import { z } from 'zod'
import { describeNote } from './describe-note.ts'

/** As they lie in the deploy's row: what is missing is pending. */
export const stepsSchema = z.partialRecord(
  z.enum(DEPLOY_STEPS),
  z.object({
    state: z.enum(['running', 'done', 'failed', 'skipped']),
    message: z.string().nullable(),
    note: deployNoteSchema.nullable(),
    at: z.iso.datetime(),
    ms: z.number().nullable(),
  }),
)

export type Steps = z.infer<typeof stepsSchema>
type StepRecord = NonNullable<Steps[DeployStep]>

/** Every step before `reached` is done, and `reached` runs. Never goes back. Returns the same object when nothing changes. */
export function advance(steps: Steps, reached: DeployStep, now: Date, note: DeployNote | null = null): Steps {
  const target = DEPLOY_STEPS.indexOf(reached)
  const next: Steps = { ...finishBefore(steps, target, now) }
  const current = next[reached]
  const said = { note, message: note && describeNote(note) }
  if (current && (current.state !== 'running' || current.message === said.message)) return same(steps, next)
  next[reached] = { ...(current ?? begin('running', now)), ...said }
  return next
}

/** Every step up to and with `last` is done. */
export function finish(steps: Steps, last: DeployStep, now: Date): Steps {
  return finishBefore(steps, DEPLOY_STEPS.indexOf(last) + 1, now)
}

/** The step that runs has failed, and those after it are skipped. */
export function fail(
  steps: Steps,
  now: Date,
  why: { readonly message: string; readonly note: DeployNote },
): Steps {
  const next: Steps = {}
  let failed = false
  for (const step of DEPLOY_STEPS) {
    const record = steps[step]
    if (isLeftOut(step, steps)) continue
    if (record?.state === 'done') next[step] = record
    else if (failed) next[step] = begin('skipped', now)
    else {
      next[step] = { ...end(record ?? begin('running', now), now), ...why, state: 'failed' }
      failed = true
    }
  }
  return next
}

/** The deploy goes no further, without having failed: a newer one took its place. */
export function abandon(steps: Steps, now: Date): Steps {
  const next: Steps = {}
  for (const step of DEPLOY_STEPS) {
    const record = steps[step]
    if (!isLeftOut(step, steps))
      next[step] = record && record.state !== 'running' ? record : begin('skipped', now)
  }
  return next
}

export function stepViews(steps: Steps): DeployStepView[] {
  return DEPLOY_STEPS.filter((step) => !isLeftOut(step, steps)).map((step) => {
    const record = steps[step]
    if (!record) return { step, state: 'pending', message: null, note: null, at: null, ms: null }
    return { ...record, step, at: new Date(record.at) }
  })
}

/** Most releases have no command of their own to wait for. */
function isLeftOut(step: DeployStep, steps: Steps): boolean {
  return step === 'release' && !steps.release
}

function finishBefore(steps: Steps, index: number, now: Date): Steps {
  const next: Steps = { ...steps }
  for (const step of DEPLOY_STEPS.slice(0, index)) {
    const record = next[step]
    if (isLeftOut(step, next) || (record && record.state !== 'running')) continue
    next[step] = end(record ?? begin('running', now), now)
  }
  return same(steps, next)
}

function begin(state: StepRecord['state'], now: Date): StepRecord {
  return { state, message: null, note: null, at: now.toISOString(), ms: null }
}

function end(record: StepRecord, now: Date): StepRecord {
  // how far a pull was is of no use once it is over
  const said = record.note?.kind === 'pulls' ? { note: null, message: null } : {}
  return { ...record, ...said, state: 'done', ms: Math.max(0, now.getTime() - Date.parse(record.at)) }
}

/** The old object when nothing in it differs, so that a caller can tell by identity. */
function same(before: Steps, after: Steps): Steps {
  return DEPLOY_STEPS.every((step) => before[step] === after[step]) ? before : after
}
