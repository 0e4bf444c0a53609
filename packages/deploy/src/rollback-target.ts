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
