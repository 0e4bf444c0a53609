import { type Clock, toBerthError } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { Logger } from '@berth/log'
import { type BuildOrigin, buildOriginSchema, buildRecipeSchema } from '@berth/protocol'
import { deployFromGit } from '../remote/deploy-from-git.ts'
import { FETCHES_AT_ONCE } from '../remote/fetches-at-once.ts'
import type { FetchSource, StartRemoteBuild } from '../remote/remote-ports.ts'

type RunDeps = {
  readonly db: Db
  readonly fetch: FetchSource
  readonly startBuild: StartRemoteBuild
  readonly clock: Clock
  readonly log: Logger
}

/** Builds what providers told of; any process may, and each delivery is run once. */
export type DeliveryRunner = {
  /** Begins what waits and there is room for, the newest of each app; for a chore. */
  look(): Promise<void>
  /** When all that was begun has ended. */
  idle(): Promise<void>
}

const ALIVE_MS = 15_000
/** a process that has not said for so long that it fetches is gone */
const LOST_MS = 2 * 60_000

type Waiting = Prisma.GitDeliveryGetPayload<{ include: { app: { include: { tenant: true } } } }>

export function createDeliveryRunner(deps: RunDeps): DeliveryRunner {
  const { db, clock } = deps
  const running = new Map<string, { readonly tenantId: string; readonly done: Promise<void> }>()
  const hasRoom = ({ app }: Waiting) => {
    const own = [...running.values()].filter(({ tenantId }) => tenantId === app.tenantId)
    return running.size < FETCHES_AT_ONCE.all && own.length < FETCHES_AT_ONCE.tenant
  }
  return {
    async look() {
      await endLost(deps)
      for (const delivery of await newestWaiting(db)) {
        if (!hasRoom(delivery)) continue
        const { id } = delivery
        const claimed = await db.gitDelivery.updateMany({
          // what is under way ends first, in whichever process: of two the newer is built last
          where: { id, state: 'waiting', app: { gitDeliveries: { none: { state: 'running' } } } },
          data: { state: 'running', aliveAt: clock.now() },
        })
        if (claimed.count === 0) continue
        const done = run(deps, delivery).finally(() => running.delete(id))
        running.set(id, { tenantId: delivery.app.tenantId, done })
      }
    },
    idle: async () => void (await Promise.all([...running.values()].map(({ done }) => done))),
  }
}

/** What is older than another of its app is not fetched any more: the branch has moved on. */
async function newestWaiting(db: Db): Promise<Waiting[]> {
  const waiting = await db.gitDelivery.findMany({
    where: { state: 'waiting', app: { deletedAt: null } },
    include: { app: { include: { tenant: true } } },
    orderBy: { createdAt: 'desc' },
    take: 200,
  })
  const newest = waiting.filter((one, i) => waiting.findIndex(({ appId }) => appId === one.appId) === i)
  const older = waiting.filter((one) => !newest.includes(one)).map(({ id }) => id)
  await db.gitDelivery.updateMany({
    where: { id: { in: older }, state: 'waiting' },
    data: { state: 'ignored', message: 'a newer push came before it was fetched' },
  })
  return newest
}

/** Never rejects. */
async function run(deps: RunDeps, { id, provider, app }: Waiting): Promise<void> {
  const { db, clock, log } = deps
  const alive = setInterval(() => {
    db.gitDelivery
      .updateMany({ where: { id, state: 'running' }, data: { aliveAt: clock.now() } })
      .catch((err: unknown) => log.warn({ err, delivery: id }, 'a delivery could not be held'))
  }, ALIVE_MS)
  const builtBefore = (origin: BuildOrigin) => newestOf(db, app.id, origin)
  try {
    const build = await deployFromGit<{ readonly id: string }>(
      { ...deps, builtBefore },
      {
        ...{ tenant: { id: app.tenant.id, name: app.tenant.name }, by: `hook:${provider}`, app: app.name },
        ownApp: true, // what calls is no person, and whoever made the hook may have had a token for the app alone
        ...{ recipe: buildRecipeSchema.parse({}), wish: {} },
      },
    )
    await db.gitDelivery.updateMany({ where: { id }, data: { state: 'built', buildId: build.id } })
  } catch (thrown) {
    const error = toBerthError(thrown)
    if (error.kind === 'internal') log.error({ err: error.cause ?? error, app: app.id }, 'a hook failed')
    const message = error.message.slice(0, 1000)
    const end = error.code === 'git.busy' ? { state: 'waiting' } : { state: 'failed', message }
    await db.gitDelivery
      .updateMany({ where: { id }, data: end })
      .catch((err: unknown) =>
        log.warn({ err, delivery: id }, 'a delivery was not noted: it is given up later'),
      )
  } finally {
    clearInterval(alive)
  }
}

/** A call that comes again, or that somebody plays again, builds nothing that is the newest build already. */
async function newestOf(
  db: Db,
  appId: string,
  origin: BuildOrigin,
): Promise<{ readonly id: string } | undefined> {
  const newest = await db.build.findFirst({ where: { appId }, orderBy: { createdAt: 'desc' } })
  if (!newest || !['queued', 'running', 'succeeded'].includes(newest.state)) return undefined
  const before = buildOriginSchema.parse(newest.origin)
  if (before.kind !== 'git' || origin.kind !== 'git') return undefined
  return before.commit === origin.commit && before.url === origin.url ? newest : undefined
}

/** Of a process that was killed. */
async function endLost({ db, clock }: RunDeps): Promise<void> {
  const before = new Date(clock.now().getTime() - LOST_MS)
  await db.gitDelivery.updateMany({
    where: { state: 'running', aliveAt: { lt: before } },
    data: { state: 'failed', message: 'the platform was restarted while it was fetched: deliver it again' },
  })
}
