import { describeJobEnd, newId } from '@berth/core'
import { recordEvent, Prisma, type Tx } from '@berth/db'
import type { Touched } from '../scheduler/write-steps.ts'
import { processOfJob } from './job-rows.ts'
import type { JobStep } from './plan-job.ts'
import type { JobRow } from './read-jobs.ts'

/** Writes what was planned for one job, within the app's transaction; returns the node to be told. */
export async function writeJobSteps(
  tx: Tx,
  row: JobRow,
  steps: readonly JobStep[],
  now: Date,
): Promise<Touched[]> {
  const touched: Touched[] = []
  for (const step of steps) {
    const outcome = await writeStep(tx, row, step, now)
    if (outcome) touched.push(outcome)
  }
  return touched
}

async function writeStep(tx: Tx, row: JobRow, step: JobStep, now: Date): Promise<Touched | undefined> {
  const where = { id: row.id }
  switch (step.kind) {
    case 'place':
      return placeJob(tx, row, step.nodeId)
    case 'begin':
      await tx.job.update({ where, data: { state: 'running', startedAt: row.container?.startedAt ?? now } })
      await tell(tx, row, 'job.started', `${titleOf(row)} runs`)
      return undefined
    case 'stop':
      return touch(tx, row, 'stopped')
    case 'end':
      await endJob(tx, row, step, now)
      return undefined
    case 'give-up-log':
      await tx.job.update({ where, data: { log: 'gone' } })
      return undefined
    case 'remove':
      return touch(tx, row, 'removed')
    case 'forget':
      await tx.container.deleteMany({ where: { jobId: row.id } })
      return undefined
  }
}

/** The one container that this job ever has. */
async function placeJob(tx: Tx, row: JobRow, nodeId: string): Promise<Touched> {
  const id = newId('container')
  const { tenantId, appId, releaseId, createdBy: desiredBy } = row
  const process = processOfJob(row)
  const node = await tx.node.findUnique({ where: { id: nodeId }, select: { name: true } })
  const others = await tx.container.findMany({
    where: { appId, jobId: { not: null } },
    select: { instance: true },
  })
  const taken = new Set(others.map(({ instance }) => instance))
  let instance = 1
  while (taken.has(instance)) instance++
  await tx.container.create({
    data: { id, tenantId, appId, releaseId, nodeId, process, instance, desiredBy, jobId: row.id },
  })
  await tx.job.update({ where: { id: row.id }, data: { containerId: id, node: node?.name ?? null } })
  return { nodeId, containerId: id, generation: 1 }
}

async function endJob(tx: Tx, row: JobRow, step: JobStep & { kind: 'end' }, now: Date): Promise<void> {
  const { state, cause, end } = step
  const { container } = row
  await tx.job.update({
    where: { id: row.id },
    data: {
      state,
      reason: cause,
      end: end ?? Prisma.DbNull,
      code: end?.kind === 'exit' ? end.code : null,
      lastLines: container?.lastLines ?? [],
      startedAt: row.startedAt ?? container?.startedAt ?? null,
      endedAt: container?.endedAt ?? now,
      ...(container === null ? { log: 'gone' } : { logSince: now }),
    },
  })
  const said = describeJobEnd({ state, cause, end, cancelBy: row.cancelBy }) ?? 'succeeded'
  await tell(tx, row, 'job.ended', `${titleOf(row)} ${said}`, { state, cause, ...(end && { end }) })
}

async function touch(tx: Tx, row: JobRow, desired: 'stopped' | 'removed'): Promise<Touched | undefined> {
  if (!row.container) return undefined
  const { id, nodeId, generation } = await tx.container.update({
    where: { id: row.container.id },
    data: {
      desired,
      generation: { increment: 1 },
      ...(row.cancelBy !== null && { desiredBy: row.cancelBy }),
    },
  })
  return { nodeId, containerId: id, generation }
}

async function tell(
  tx: Tx,
  row: JobRow,
  type: 'job.started' | 'job.ended',
  message: string,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  const { tenantId, appId, id: jobId, kind, cronName, createdBy: by } = row
  await recordEvent(tx, {
    ...{ tenantId, type, appId, appName: row.app.name, by, message },
    data: { jobId, kind, cron: cronName, ...data },
  })
}

/** `nightly of shop`, `the release command of shop`, `"ls -l" in shop` */
/** Without its command: everybody of the tenant reads events, and what somebody typed may hold a password. */
function titleOf({ kind, cronName, app }: JobRow): string {
  if (kind === 'release') return `the release command of ${app.name}`
  return cronName === null ? `a command in ${app.name}` : `${cronName} of ${app.name}`
}
