import { BerthError } from '@berth/core'
import type { App, Release, Tx } from '@berth/db'
import { RELEASES_KEPT } from './given-up/choose-given-up.ts'

/**
 * The release to roll back to: the one of this number, else the newest before the present one that was live.
 * Errors: release.not_found, release.given_up.
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
  if (found?.givenUpAt) throw givenUp(app, found)
  if (found) return found
  const message =
    number === undefined
      ? `app ${app.name} has no earlier release that was live`
      : `app ${app.name} has no release ${number}`
  throw new BerthError('release.not_found', message, { details: { app: app.name, number } })
}

function givenUp(app: App, { number, image, repository, digest }: Release): BerthError {
  return new BerthError(
    'release.given_up',
    `release ${number} of ${app.name} was given up: the last ${RELEASES_KEPT} can be rolled back to. Deploy its image, if that is still there: ${repository}@${digest}`,
    { details: { app: app.name, number, image } },
  )
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
      givenUpAt: null,
      deploys: { some: { state: 'succeeded' } },
      ...(current && { number: { lt: current.rollbackOf ?? current.number } }),
    },
    orderBy: { number: 'desc' },
  })
}
