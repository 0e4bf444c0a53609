import { recordEvent, type Tx } from '@berth/db'
import { advance, fail, finish, type Steps } from '../deploy-steps.ts'
import { giveUpReleases } from '../given-up/give-up-releases.ts'
import type { Step } from '../step.ts'
import type { AppRead } from './read-snapshot.ts'

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>

/** False when the deploy had got that far already. */
export async function writeProgress(
  tx: Tx,
  read: AppRead,
  step: StepOf<'progress' | 'drained'>,
  now: Date,
): Promise<boolean> {
  const steps =
    step.kind === 'drained'
      ? finish(read.steps, 'drain', now)
      : advance(read.steps, step.reached, now, step.note)
  if (steps === read.steps) return false
  const state = step.kind === 'drained' ? {} : { state: 'running' }
  await tx.deploy.update({ where: { id: step.deployId }, data: { ...state, steps } })
  return true
}

/** From here on the new release serves; what is left of the old one drains. */
export async function writeSuccess(tx: Tx, read: AppRead, step: StepOf<'succeed'>, now: Date): Promise<void> {
  const { row, snapshot } = read
  const release = snapshot.deploy?.release
  await tx.deploy.update({
    where: { id: step.deployId },
    data: { state: 'succeeded', endedAt: now, steps: succeeded(read, now) },
  })
  await tx.app.update({ where: { id: row.id }, data: { releaseId: step.releaseId } })
  await giveUpReleases(tx, row.id, now)
  await recordEvent(tx, {
    tenantId: row.tenantId,
    type: 'app.deployed',
    appId: row.id,
    appName: row.name,
    by: snapshot.deploy?.by ?? null,
    message: `release ${release?.number} of ${row.name} (${release?.image}) is live`,
    data: { deployId: step.deployId, release: release?.number ?? 0 },
  })
}

function succeeded({ steps, snapshot }: AppRead, now: Date): Steps {
  const hasOld = snapshot.containers.some(({ releaseId }) => releaseId !== snapshot.deploy?.release.id)
  return hasOld ? advance(steps, 'drain', now) : finish(steps, 'drain', now)
}

export async function writeFailure(tx: Tx, read: AppRead, step: StepOf<'fail'>, now: Date): Promise<void> {
  const { row, snapshot } = read
  await tx.deploy.update({
    where: { id: step.deployId },
    data: {
      state: 'failed',
      endedAt: now,
      reason: step.reason,
      lastLines: [...step.lastLines],
      ...(step.end && { end: step.end }),
      steps: fail(read.steps, now, { message: step.reason, note: step.note }),
    },
  })
  await recordEvent(tx, {
    tenantId: row.tenantId,
    type: 'deploy.failed',
    appId: row.id,
    appName: row.name,
    by: snapshot.deploy?.by ?? null,
    message: `the deploy of ${row.name} failed: ${step.reason}`,
    data: { deployId: step.deployId, release: snapshot.deploy?.release.number ?? 0 },
  })
}
