import type { App, Tx, Volume } from '@berth/db'
import type { Caller } from '../requests.ts'
import { createVolume } from './create-volume.ts'
import { notOfThisApp } from './volume-errors.ts'
import { draftMounts, type MountWish } from './mount-wish.ts'
import type { ReleaseVolume } from './release-volume.ts'

/**
 * The mounts of a release with those that are wished for; a volume that is not there is made. Within `inTenant`. Error:
 * auth.scope_missing, for a token for one app and a volume that is not its app's.
 */
export async function wishedMounts(
  tx: Tx,
  caller: Caller,
  options: {
    readonly app: Pick<App, 'id' | 'tenantId'>
    readonly base: readonly ReleaseVolume[]
    readonly wishes: readonly MountWish[]
  },
): Promise<readonly ReleaseVolume[]> {
  const found = new Map<string, Volume>()
  for (const { volume: name } of options.wishes) {
    if (found.has(name)) continue
    const row = await tx.volume.findFirst({
      where: { tenantId: options.app.tenantId, name, sandboxId: null, deletedAt: null },
    })
    if (row && caller.ownApp && row.appId !== options.app.id) throw notOfThisApp(name)
    found.set(name, row ?? (await createVolume(tx, caller, { name })))
  }
  return draftMounts(options.base, options.wishes, found)
}
