import { BerthError } from '@berth/core'
import type { App, CronState, Tx } from '@berth/db'
import type { CronEntry } from '@berth/protocol'
import { checkQuota } from '../../admission.ts'
import { inTenant, lockApp } from '../../locks.ts'
import type { ReleaseModel } from '../../model.ts'
import { MODEL_COLUMNS, releaseModel } from '../../rows.ts'
import type { Shelf } from '../../scheduler/create-shelf.ts'
import { usageOfJob } from '../job-usage.ts'
import { UNENDED } from '../job-rows.ts'
import type { JobContext } from '../reconcile-job.ts'
import { writeJob } from '../write-job.ts'
import { admitRun, dueRun } from './due-run.ts'
import { readEntryStates } from './entry-states.ts'

type Context = Pick<JobContext, 'db' | 'clock'> & {
  /** the cron entries of releases */
  readonly entries: Shelf<readonly CronEntry[]>
}

/** Begins what is due now, each time at most once: a row per entry and time says that it was. */
export async function beginDueRuns(context: Context): Promise<void> {
  const { db, clock } = context
  const apps = await db.app.findMany({
    where: { deletedAt: null, desired: 'running', current: { NOT: { cron: { equals: [] } } } },
    include: { crons: true },
  })
  const entries = await context.entries(apps.flatMap(({ releaseId }) => releaseId ?? []))
  const now = clock.now()
  const failures: unknown[] = []
  for (const app of apps) {
    try {
      await beginOf(context, app, entries.get(app.releaseId ?? '') ?? [], now)
    } catch (error) {
      failures.push(error) // one app must not keep the clock of all others
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'what was due of some apps could not begin')
}

async function beginOf(
  context: Context,
  app: App & { readonly crons: CronState[] },
  entries: readonly CronEntry[],
  now: Date,
): Promise<void> {
  const states = await readEntryStates(context.db, app, entries, now)
  for (const entry of entries) {
    const state = states.get(entry.name)
    const due = state && dueRun(entry, state, now)
    if (due) await begin(context, app, entry, due)
  }
}

async function begin({ db, clock }: Context, app: App, entry: CronEntry, due: Date): Promise<void> {
  await inTenant(db, app.tenantId, async (tx) => {
    await lockApp(tx, app.id)
    const { name } = entry
    const key = { appId_name: { appId: app.id, name } }
    const state = await tx.cronState.findUnique({ where: key })
    const fresh = await tx.app.findUnique({
      where: { id: app.id },
      include: { current: { select: MODEL_COLUMNS } },
    })
    const release = fresh?.current
    if (fresh?.desired !== 'running' || release?.id !== app.releaseId || fresh.deletedAt !== null) return
    if (!state || state.since >= due || state.pausedAt !== null) return // somebody else was faster
    await tx.cronState.update({ where: key, data: { since: due } })
    await writeRun(tx, { app, release: releaseModel(release), entry, due, now: clock.now() })
  })
}

async function writeRun(
  tx: Tx,
  run: { app: App; release: ReleaseModel; entry: CronEntry; due: Date; now: Date },
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

async function refusedByQuota(tx: Tx, app: App, release: ReleaseModel): Promise<'quota' | undefined> {
  const asked = usageOfJob(release, 'cron')
  try {
    await checkQuota(tx, { tenantId: app.tenantId, appId: null, asked })
    return undefined
  } catch (error) {
    if (error instanceof BerthError && error.code === 'quota.exceeded') return 'quota'
    throw error
  }
}
