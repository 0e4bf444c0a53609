import { BerthError } from '@berth/core'
import { type Db, forTenant } from '@berth/db'

/** How many containers one viewer of logs may follow. */
const MAX_CONTAINERS = 50

type Wanted = {
  readonly tenantId: string
  readonly app: string
  readonly containerId?: string | undefined
  readonly process?: string | undefined
}

/** The instance to enter: the one named, else the first of the newest release that runs. Errors: app.not_found, container.not_*, app.not_running. */
export async function findRunning(db: Db, wanted: Wanted): Promise<string> {
  const appId = await findApp(db, wanted)
  const container = await forTenant(db, wanted.tenantId).container.findFirst({
    where: {
      appId,
      desired: { not: 'removed' },
      ...(wanted.containerId === undefined ? { observed: 'running' } : { id: wanted.containerId }),
    },
    // while a deploy ends, those of the release before still drain: whoever enters means the new one
    orderBy: [{ healthy: 'desc' }, { release: { number: 'desc' } }, { process: 'asc' }, { instance: 'asc' }],
  })
  if (container?.observed === 'running') return container.id
  if (wanted.containerId === undefined) {
    throw new BerthError('app.not_running', `no instance of "${wanted.app}" runs: start it first`)
  }
  if (container === null) throw noContainer(wanted.containerId)
  throw new BerthError(
    'container.not_running',
    `instance ${container.id} does not run: it is ${container.observed}`,
  )
}

/** Whose logs are asked for, newest first; those that ended count too, while they are kept. */
export async function findLogged(db: Db, wanted: Wanted): Promise<string[]> {
  const appId = await findApp(db, wanted)
  const { containerId, process } = wanted
  const containers = await forTenant(db, wanted.tenantId).container.findMany({
    where: {
      appId,
      ...(containerId === undefined ? { desired: { not: 'removed' } } : { id: containerId }),
      ...(process === undefined ? {} : { process }),
    },
    orderBy: { createdAt: 'desc' },
    take: MAX_CONTAINERS,
    select: { id: true },
  })
  if (containers.length === 0 && containerId !== undefined) throw noContainer(containerId)
  return containers.map(({ id }) => id)
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
  throw new BerthError('app.not_found', `there is no app "${app}"`, { details: { app } })
}

function noContainer(id: string): BerthError {
  return new BerthError('container.not_found', `there is no such instance: ${id}`, {
    details: { containerId: id },
  })
}
