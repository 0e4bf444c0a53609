import type { Tx } from '@berth/db'
import { keepVersions } from '../secrets/keep-versions.ts'
import { secretRefs } from '../secrets/secret-refs.ts'
import { ACTIVE } from '../active.ts'
import { chooseGivenUp } from './choose-given-up.ts'

/**
 * Marks the app's releases that are too old to go back to: their images may be collected, and versions of secrets that
 * only they had are dropped. Within `inApp`.
 */
export async function giveUpReleases(tx: Tx, appId: string, now: Date): Promise<void> {
  const rows = await tx.release.findMany({
    where: { appId, givenUpAt: null },
    select: {
      id: true,
      number: true,
      currentOf: { select: { id: true } },
      deploys: { select: { state: true } },
    },
  })
  const ids = chooseGivenUp(
    rows.map(({ id, number, currentOf, deploys }) => ({
      id,
      number,
      worked: deploys.some(({ state }) => state === 'succeeded'),
      isNeeded: currentOf !== null || deploys.some(({ state }) => ACTIVE.state.in.includes(state)),
    })),
  )
  if (ids.length === 0) return
  await tx.release.updateMany({ where: { id: { in: ids } }, data: { givenUpAt: now } })
  const newest = await tx.release.findFirst({
    where: { appId },
    orderBy: { number: 'desc' },
    select: { secrets: true },
  })
  await keepVersions(tx, { appId }, newest ? secretRefs(newest) : {})
}
