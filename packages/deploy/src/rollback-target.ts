import { BerthError } from '@berth/core'
import type { App, Release, Tx } from '@berth/db'

/**
 * The release to roll back to: the one of this number, else the newest before the present one that was live.
 * Error: release.not_found.
 */
export async function rollbackTarget(
  tx: Pick<Tx, 'release'>,
  app: App,
  number: number | undefined,
): Promise<Release> {
  const found =
    number === undefined
      ? await previousLive(tx, app)
      : await tx.release.findFirst({ where: { appId: app.id, number } })
  if (found) return found
  const message =
    number === undefined
      ? `app ${app.name} has no earlier release that was live`
      : `app ${app.name} has no release ${number}`
  throw new BerthError('release.not_found', message, { details: { app: app.name, number } })
}

/** What speaks against rolling back to a release, in one sentence; null when it was live once. */
export async function rollbackWarning(tx: Pick<Tx, 'deploy'>, target: Release): Promise<string | null> {
  const deploys = await tx.deploy.findMany({ where: { releaseId: target.id }, orderBy: { fence: 'desc' } })
  if (deploys.some(({ state }) => state === 'succeeded')) return null
  const [last] = deploys
  const why = last?.reason ? `: ${last.reason}` : ''
  return `release ${target.number} was never live${why}`
}

async function previousLive(tx: Pick<Tx, 'release'>, app: App): Promise<Release | null> {
  const current = app.releaseId ? await tx.release.findUnique({ where: { id: app.releaseId } }) : null
  return tx.release.findFirst({
    where: {
      appId: app.id,
      deploys: { some: { state: 'succeeded' } },
      ...(current && { number: { lt: current.rollbackOf ?? current.number } }),
    },
    orderBy: { number: 'desc' },
  })
}
