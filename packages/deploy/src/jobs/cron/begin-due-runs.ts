import { BerthError } from '@berth/core'
import type { App, CronState, Release, Tx } from '@berth/db'
import { type CronEntry, cronEntriesSchema } from '@berth/protocol'
import { checkQuota } from '../../admission.ts'
import { inTenant, lockApp } from '../../locks.ts'
import { releaseModel } from '../../rows.ts'
import { usageOfJob } from '../job-usage.ts'
import { UNENDED } from '../job-rows.ts'
import type { JobContext } from '../reconcile-job.ts'
import { writeJob } from '../write-job.ts'
import { admitRun, dueRun } from './due-run.ts'
import { readEntryStates } from './entry-states.ts'

/** Begins what is due now, each time at most once: a row per entry and time says that it was. */
export async function beginDueRuns(context: Pick<JobContext, 'db' | 'clock'>): Promise<void> {
  const { db, clock } = context
  const apps = await db.app.findMany({
    where: { deletedAt: null, desired: 'running', current: { NOT: { cron: { equals: [] } } } },
    include: { current: true, crons: true },
  })
  const now = clock.now()
  const failures: unknown[] = []
  for (const { current, ...app } of apps) {
    try {
      if (current) await beginOf(context, app, current, now)
    } catch (error) {
      failures.push(error) // one app must not keep the clock of all others
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'what was due of some apps could not begin')
}

async function beginOf(
  context: Pick<JobContext, 'db' | 'clock'>,
  app: App & { readonly crons: CronState[] },
  release: Release,
  now: Date,
): Promise<void> {
  const entries = cronEntriesSchema.parse(release.cron)
  const states = await readEntryStates(context.db, app, entries, now)
  for (const entry of entries) {
    const state = states.get(entry.name)
    const due = state && dueRun(entry, state, now)
    if (due) await begin(context, app, release, entry, due)
  }
}

async function begin(
  { db, clock }: Pick<JobContext, 'db' | 'clock'>,
  app: App,
  release: Release,
  entry: CronEntry,
  due: Date,
): Promise<void> {
  await inTenant(db, app.tenantId, async (tx) => {
    await lockApp(tx, app.id)
    const { name } = entry
    const key = { appId_name: { appId: app.id, name } }
    const state = await tx.cronState.findUnique({ where: key })
    const fresh = await tx.app.findUnique({ where: { id: app.id } })
    const isStill = fresh?.desired === 'running' && fresh.releaseId === release.id && fresh.deletedAt === null
    if (!state || !isStill || state.since >= due || state.pausedAt !== null) return // somebody else was faster
    await tx.cronState.update({ where: key, data: { since: due } })
    await writeRun(tx, { app, release, entry, due, now: clock.now() })
  })
}

async function writeRun(
  tx: Tx,
  run: { app: App; release: Release; entry: CronEntry; due: Date; now: Date },
): Promise<void> {
  const { app, release, entry, due, now } = run
  const unended = { appId: app.id, cronName: entry.name, ...UNENDED }
  const admission = admitRun(entry, await tx.job.count({ where: unended }))
  if (admission === 'replace') {
    await tx.job.updateMany({
      where: { ...unended, cancelBy: null },
      data: { cancelBy: `cron ${entry.name}` },
    })
  }
  const refused = admission === 'skip' ? 'still-runs' : await refusedByQuota(tx, app, release)
  await writeJob(
    tx,
    {
      ...{ tenantId: app.tenantId, appId: app.id, releaseId: release.id, kind: 'cron', createdBy: 'cron' },
      ...{ command: entry.command, concurrency: entry.concurrency, cronName: entry.name, scheduledAt: due },
      deadline: new Date(due.getTime() + entry.deadlineMs),
      ...(refused && {
        ...{ state: refused === 'quota' ? 'failed' : 'canceled', reason: refused, endedAt: now, log: 'gone' },
      }),
    },
    now,
  )
}

async function refusedByQuota(tx: Tx, app: App, release: Release): Promise<'quota' | undefined> {
  const asked = usageOfJob(releaseModel(release), 'cron')
  try {
    await checkQuota(tx, { tenantId: app.tenantId, appId: null, asked })
    return undefined
  } catch (error) {
    if (error instanceof BerthError && error.code === 'quota.exceeded') return 'quota'
    throw error
  }
}
