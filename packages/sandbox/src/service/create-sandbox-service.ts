import { type Clock, type SandboxScript, systemClock } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { LabWords } from '@berth/lab'
import type { SandboxEventView, SandboxQuotaView, SandboxScriptView, SandboxView } from '@berth/protocol'
import { notFound, type SandboxActor } from '../access.ts'
import { copySandbox } from '../claim/copy-sandbox.ts'
import { type Started, startSandbox } from '../claim/start-sandbox.ts'
import { startTrial } from '../claim/start-trial.ts'
import type { Wake } from '../ports.ts'
import { createQueuePlaces } from '../queue/queue-places.ts'
import { readSandboxQuota } from '../queue/read-quota.ts'
import { type Asked, extend, reset, rest, resume, undoReset } from './change.ts'
import { check, type CheckView, type InTurn, type RunScript } from './check.ts'
import { listEvents } from './list-events.ts'
import { askToDrive, setDriver, stopDriving, type TeachingAsked } from './driving.ts'
import { setHand } from './hand.ts'
import { instructionsOf } from './instructions.ts'
import { mineWhere } from './mine-where.ts'
import { runLabScript } from './run-lab-script.ts'
import { readableView, sandboxView, type ViewRow } from './sandbox-view.ts'
import { readViewParts } from './view-parts.ts'
import { createViewVersions } from './view-versions.ts'

/** Everything that one does with sandboxes. `Asked` comes of `sandboxAccess`: whoever calls has looked at the rights. */
export type SandboxService = {
  /** the one that they have, a spare one, or a place in the queue. Errors: course.lab_not_found, sandbox.closed, sandbox.one_at_a_time, sandbox.too_often */
  start(actor: SandboxActor, courseLabId: string): Promise<Started>
  trial(
    actor: SandboxActor,
    version: { readonly id: string; readonly labId: string; readonly tenantId: string },
  ): Promise<{ id: string }>
  get(id: string): Promise<SandboxView>
  /** somebody's own, newest first: those that they may open */
  mine(userId: string): Promise<SandboxView[]>
  ofCourse(courseId: string): Promise<SandboxView[]>
  /** what those of a tenant take of what they may */
  quota(tenantId: string): Promise<SandboxQuotaView>
  events(id: string): Promise<SandboxEventView[]>
  instructions(asked: Asked, language: string): Promise<LabWords>
  extend(asked: Asked): Promise<void>
  reset(asked: Asked): Promise<void>
  undoReset(asked: Asked): Promise<void>
  pause(asked: Asked): Promise<void>
  stop(asked: Asked): Promise<void>
  resume(asked: Asked): Promise<void>
  end(asked: Asked): Promise<void>
  check(asked: Asked, name: string): Promise<CheckView>
  /** Of its author, in a trial or a copy. Errors: sandbox.not_ready, sandbox.too_often, input.invalid */
  runScript(asked: Asked, name: SandboxScript): Promise<SandboxScriptView>
  setHand(asked: Asked, hand: Parameters<typeof setHand>[2]): Promise<void>
  setDriver(asked: Asked & { readonly ip: string | null }, driverId: string | null): Promise<void>
  /** Who teaches asks to type beside its owner. Error: sandbox.not_ready */
  askToDrive(asked: TeachingAsked): Promise<void>
  stopDriving(asked: TeachingAsked): Promise<void>
  /** A student's, as it is now, for who teaches to look into. Errors: sandbox.not_ready, sandbox.too_often */
  copy(asked: TeachingAsked): Promise<{ id: string }>
}

const MOST_SHOWN = 500

export function createSandboxService(options: {
  readonly db: Db
  readonly queues: Wake
  readonly run: RunScript
  /** left out: nobody waits */
  readonly inTurn?: InTurn
  readonly clock?: Clock
}): SandboxService {
  const { db, run, inTurn = (_key, work) => work(), clock = systemClock } = options
  const now = () => clock.now()
  const context = { ...options, now }
  const places = createQueuePlaces({ db, clock })
  const versions = createViewVersions(db)

  /** What has gone since it was read is left out. */
  async function views(ids: readonly string[], show = sandboxView): Promise<SandboxView[]> {
    const parts = await readViewParts(db, ids)
    const rows = ids.flatMap((id) => parts.get(id) ?? [])
    const known = await versions(rows.map(({ versionId }) => versionId))
    const whole = rows.flatMap((row) => {
      const version = known.get(row.versionId)
      return version ? [{ ...row, version }] : []
    })
    return Promise.all(whole.map((row) => view(row, show)))
  }

  async function view(row: ViewRow, show: typeof sandboxView): Promise<SandboxView> {
    const queue = row.state === 'queued' ? await places(row.id) : null
    return show(row, { queue, names: await driversOf(row) })
  }

  /** Those that teach and type, or ask to; most of the time nobody. */
  async function driversOf({ driverId, driveAskedBy }: ViewRow): Promise<ReadonlyMap<string, string>> {
    const ids = [driverId, driveAskedBy].filter((id) => id !== null)
    if (ids.length === 0) return new Map()
    const users = await db.user.findMany({
      where: { id: { in: ids } },
      select: { id: true, name: true, email: true },
    })
    return new Map(users.map(({ id, name, email }) => [id, name ?? email]))
  }

  async function list(where: Prisma.SandboxWhereInput): Promise<SandboxView[]> {
    const newest = { createdAt: 'desc' } as const
    const rows = await db.sandbox.findMany({ where, orderBy: newest, take: MOST_SHOWN, select: { id: true } })
    return views(
      rows.map(({ id }) => id),
      readableView,
    )
  }

  return {
    start: (actor, courseLabId) => startSandbox(db, actor, courseLabId, now()),
    trial: (actor, version) => startTrial(db, actor, version, now()),
    async get(id) {
      const [found] = await views([id])
      if (!found) throw notFound(id)
      return found
    },
    mine: (userId) => list(mineWhere(userId)),
    ofCourse: (courseId) => list({ courseId, userId: { not: null }, state: { not: 'ended' } }),
    quota: (tenantId) => readSandboxQuota(db, tenantId),
    events: (id) => listEvents(db, id),
    instructions: ({ sandbox }, language) => instructionsOf(db, sandbox.id, language),
    extend: (asked) => extend(context, asked),
    reset: (asked) => reset(context, asked),
    undoReset: (asked) => undoReset(context, asked),
    pause: (asked) => rest(context, asked, 'frozen'),
    stop: (asked) => rest(context, asked, 'stopped'),
    resume: (asked) => resume(context, asked),
    end: (asked) => rest(context, asked, 'ended'),
    check: (asked, name) => check({ db, run, now, inTurn }, asked, name),
    runScript: (asked, name) => runLabScript({ db, run, now }, asked, name),
    setHand: (asked, hand) => setHand({ db, now }, asked, hand),
    setDriver: (asked, driverId) => setDriver(context, asked, driverId),
    askToDrive: (asked) => askToDrive(context, asked),
    stopDriving: (asked) => stopDriving(context, asked),
    copy: (asked) => copySandbox(db, asked, now()),
  }
}
