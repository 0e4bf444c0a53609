import { folderPathSchema } from '@berth/protocol'
import { z } from 'zod'
import { WEB } from '../model.ts'
import type { ReleaseVolume } from './release-volume.ts'

/** A volume by its name, and where a process shall see it. */
export const mountWishSchema = z.strictObject({
  volume: z.string(),
  path: folderPathSchema,
  readOnly: z.boolean().default(false),
  process: z.string().default(WEB),
})

export type MountWish = z.infer<typeof mountWishSchema>

export const mountWishesField = z.array(mountWishSchema).max(16).optional()

type Found = { readonly id: string; readonly name: string; readonly shared: boolean }

/** What a release had, and beside it, or in its place, what is wished for. `found` has every name of the wishes. */
export function draftMounts(
  base: readonly ReleaseVolume[],
  wishes: readonly MountWish[],
  found: ReadonlyMap<string, Found>,
): readonly ReleaseVolume[] {
  const wished = wishes.flatMap(({ volume, ...where }): ReleaseVolume[] => {
    const row = found.get(volume)
    return row ? [{ volume: row.id, name: row.name, shared: row.shared, ...where }] : []
  })
  const isReplaced = (mount: ReleaseVolume) =>
    wished.some((one) => one.process === mount.process && one.path === mount.path)
  return [...base.filter((mount) => !isReplaced(mount)), ...wished]
}
