import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { KeptLine } from '@berth/protocol'
import { inApp } from '../locks.ts'
import type { Log, Wake } from '../ports.ts'
import { readNodes } from '../scheduler/read-nodes.ts'
import type { Touched } from '../scheduler/write-steps.ts'
import type { JobLogs } from './job-ports.ts'
import { boundLines } from './kept-lines.ts'
import { planJob, wantsLog } from './plan-job.ts'
import { jobModel, type JobRow, readJob } from './read-jobs.ts'
import { writeJobSteps } from './write-job-steps.ts'

export type JobContext = {
  readonly db: Db
  readonly wake: Wake
  readonly logs: JobLogs
  readonly clock: Clock
  readonly log: Log
}

/** A job takes four steps at most at one look: it ended, its log is kept, its container goes. */
const MAX_PASSES = 5

export async function reconcileJob(context: JobContext, job: { id: string; appId: string }): Promise<void> {
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const isKept = await keepLog(context, job.id)
    if (!(await runPass(context, job)) && !isKept) return
  }
}

/** False when there was nothing to do. */
async function runPass(
  { db, wake, clock }: JobContext,
  { id, appId }: { id: string; appId: string },
): Promise<boolean> {
  const { isDone, touched } = await inApp(db, appId, async (tx) => {
    const row = await readJob(tx, id)
    if (!row || row.app.deletedAt !== null) return { isDone: false, touched: [] }
    const now = clock.now()
    const steps = planJob(await jobModel(tx, row), { now, nodes: await readNodes(tx) })
    if (steps.length === 0) return { isDone: false, touched: unheard(row) }
    return { isDone: true, touched: await writeJobSteps(tx, row, steps, now) }
  })
  for (const { nodeId, containerId, generation } of touched) {
    await wake.wakeNode(nodeId, [containerId], generation)
  }
  return isDone
}

/** Hints get lost with Redis: a node that has not confirmed what is wanted is told again. */
function unheard({ container }: JobRow): Touched[] {
  if (!container || container.observedGeneration >= container.generation) return []
  const { id: containerId, nodeId, generation } = container
  return [{ nodeId, containerId, generation }]
}

/** Before its container goes. Its node may be away, or another process may hold its stream: then somebody tries again. */
async function keepLog({ db, logs, log }: JobContext, id: string): Promise<boolean> {
  const row = await readJob(db, id)
  if (!row?.container || !wantsLog(await jobModel(db, row))) return false
  let lines: readonly KeptLine[]
  try {
    lines = boundLines(await logs.read(row.container))
  } catch (error) {
    log.debug({ err: error, jobId: id }, 'the log of a job could not be read: trying again')
    return false
  }
  const kept = { lines: lines.map((line) => ({ ...line })) }
  await db.$transaction([
    db.jobLog.upsert({ where: { jobId: id }, create: { jobId: id, ...kept }, update: kept }),
    db.job.update({ where: { id }, data: { log: 'kept' } }),
  ])
  return true
}
