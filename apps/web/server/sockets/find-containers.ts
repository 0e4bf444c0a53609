import { BerthError } from '@berth/core'
import { appNotFound, type Db, forTenant } from '@berth/db'

/** How many containers one viewer of logs may follow. */
const MAX_CONTAINERS = 50

type Wanted = {
  readonly tenantId: string
  readonly app: string
  readonly containerId?: string | undefined
  readonly process?: string | undefined
  readonly release?: number | undefined
  readonly instance?: number | undefined
}

/** The instance to enter: the one named, else the first of the newest release that runs. Errors: app.not_found, container.not_*, app.not_running. */
export async function findRunning(db: Db, wanted: Wanted): Promise<string> {
  const appId = await findApp(db, wanted)
  const container = await forTenant(db, wanted.tenantId).container.findFirst({
    where: {
      appId,
      desired: { not: 'removed' },
      ...(wanted.containerId === undefined
        ? { observed: 'running', jobId: null }
        : { id: wanted.containerId }),
    },
    // while a deploy ends, those of the release before still drain: whoever enters means the new one
    orderBy: [{ healthy: 'desc' }, { release: { number: 'desc' } }, { process: 'asc' }, { instance: 'asc' }],
  })
  if (container?.observed === 'running') return container.id
  if (wanted.containerId === undefined) {
    throw await nothingRuns(db, wanted, appId)
  }
  if (container === null) throw noContainer(wanted.containerId)
  throw new BerthError(
    'container.not_running',
    `instance ${container.id} does not run: it is ${container.observed}`,
  )
}

async function nothingRuns(db: Db, { tenantId, app }: Wanted, appId: string): Promise<BerthError> {
  const tenant = forTenant(db, tenantId)
  const row = await tenant.app.findFirst({ where: { id: appId }, select: { desired: true, releaseId: true } })
  const wanted = await tenant.container.count({ where: { appId, desired: 'running', jobId: null } })
  const isPaused = row?.desired === 'paused'
  const isScaledToZero = row?.desired === 'running' && row.releaseId !== null && wanted === 0
  const stopped = isScaledToZero ? 'it is scaled to zero: scale it up first' : 'start it first'
  const advice = isPaused ? 'it is paused: unpause it first' : stopped
  return new BerthError('app.not_running', `no instance of "${app}" runs: ${advice}`)
}

/** The same, or one that has ended and whose files are still there: it must be named. */
export async function findKept(db: Db, wanted: Wanted): Promise<string> {
  if (wanted.containerId === undefined) return findRunning(db, wanted)
  const appId = await findApp(db, wanted)
  const container = await forTenant(db, wanted.tenantId).container.findFirst({
    where: { appId, id: wanted.containerId, desired: { not: 'removed' } },
    select: { id: true },
  })
  if (container === null) throw noContainer(wanted.containerId)
  return container.id
}

/**
 * Whose logs are asked for, newest first; those that ended count too, while they are there. `missing`: what one who
 * wants no history is told of an instance or a release of which nothing is left. Error: app.not_found.
 */
export async function findLogged(
  db: Db,
  wanted: Wanted,
): Promise<{ appId: string; containerIds: string[]; missing: BerthError | undefined }> {
  const appId = await findApp(db, wanted)
  const { containerId, process, release, instance } = wanted
  const containers = await forTenant(db, wanted.tenantId).container.findMany({
    where: {
      appId,
      ...(containerId === undefined ? { desired: { not: 'removed' }, jobId: null } : { id: containerId }),
      ...(process === undefined ? {} : { process }),
      ...(release === undefined ? {} : { release: { number: release } }),
      ...(instance === undefined ? {} : { instance }),
    },
    orderBy: { createdAt: 'desc' },
    take: MAX_CONTAINERS,
    select: {
      id: true,
      desired: true,
      release: { select: { kin: true, app: { select: { current: true } } } },
    },
  })
  const isNamed = containerId !== undefined || release !== undefined
  const containerIds = containers.filter((one) => isNamed || !isLeftover(one)).map(({ id }) => id)
  return { appId, containerIds, missing: containers.length === 0 ? whatIsMissing(wanted) : undefined }
}

function whatIsMissing({ app, containerId, release }: Wanted): BerthError | undefined {
  if (containerId !== undefined) return noContainer(containerId)
  return release === undefined ? undefined : noneLeft(app, release)
}

/** What a later release that failed left: its lines would stand among those of what serves. */
function isLeftover(container: {
  readonly desired: string
  readonly release: {
    readonly kin: string
    readonly app: { readonly current: { readonly kin: string } | null }
  }
}): boolean {
  const { desired, release } = container
  const { current } = release.app
  return desired === 'stopped' && current !== null && current.kin !== release.kin
}

/** The containers of an app that run now, or stand still in the middle of it. */
export async function findAllRunning(db: Db, wanted: Wanted): Promise<string[]> {
  const appId = await findApp(db, wanted)
  const containers = await forTenant(db, wanted.tenantId).container.findMany({
    where: { appId, observed: { in: ['running', 'paused'] } },
    orderBy: { createdAt: 'asc' },
    take: 200,
    select: { id: true },
  })
  return containers.map(({ id }) => id)
}

async function findApp(db: Db, { tenantId, app }: Wanted): Promise<string> {
  const found = await forTenant(db, tenantId).app.findFirst({
    where: { name: app, deletedAt: null },
    select: { id: true },
  })
  if (found !== null) return found.id
  throw appNotFound(app)
}

function noneLeft(app: string, release: number): BerthError {
  return new BerthError(
    'container.not_found',
    `no instance of release ${release} of "${app}" is left, say --since 7d for what is kept of its log`,
    { details: { app, release } },
  )
}

function noContainer(id: string): BerthError {
  return new BerthError('container.not_found', `there is no such instance: ${id}`, {
    details: { containerId: id },
  })
}
