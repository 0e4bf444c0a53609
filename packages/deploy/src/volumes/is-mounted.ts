import type { Tx, Volume } from '@berth/db'
import { ACTIVE } from '../active.ts'
import { releaseVolumesSchema } from './release-volume.ts'

/** Whether its app has it: the release that serves or comes, or an instance that is there. */
export async function isMounted(tx: Pick<Tx, 'app' | 'container'>, { id, appId }: Volume): Promise<boolean> {
  if (appId === null) return false
  const app = await tx.app.findUnique({
    where: { id: appId },
    include: { current: true, deploys: { where: ACTIVE, include: { release: true } } },
  })
  const releases = app ? [app.current, ...app.deploys.map(({ release }) => release)] : []
  const mounts = releases.flatMap((release) => (release ? releaseVolumesSchema.parse(release.volumes) : []))
  if (app?.deletedAt === null && mounts.some(({ volume }) => volume === id)) return true
  const instances = await tx.container.count({
    where: { appId, release: { volumes: { array_contains: [{ volume: id }] } } },
  })
  return instances > 0
}
