import type { WantedVolume } from '@berth/protocol'
import type { FoundVolume } from './volume-folders.ts'

/** What is to be done for the volumes of a node. */
export type VolumeStep =
  | { readonly kind: 'make'; readonly id: string; readonly bytes: number; readonly from?: string }
  | { readonly kind: 'limit'; readonly id: string; readonly bytes: number }
  | { readonly kind: 'snapshot'; readonly id: string; readonly snapshot: string }
  | { readonly kind: 'remove-snapshot'; readonly id: string; readonly snapshot: string }
  | {
      readonly kind: 'restore'
      readonly id: string
      readonly task: string
      readonly from: string
      readonly keep: string
      readonly bytes: number
    }
  | { readonly kind: 'remove'; readonly id: string }
  /** its files were here, and are not any more: nothing takes their place */
  | { readonly kind: 'lost'; readonly id: string }

/** Pure. What is here and not wanted by name is left alone: files go when somebody says so, and never otherwise. */
export function planVolumes(options: {
  readonly wanted: readonly WantedVolume[]
  readonly found: readonly FoundVolume[]
  /** tasks of restores that were done */
  readonly restored: ReadonlySet<string>
}): readonly VolumeStep[] {
  const byId = new Map(options.found.map((volume) => [volume.id, volume]))
  return options.wanted.flatMap((volume) => planVolume(volume, byId.get(volume.id), options.restored))
}

function planVolume(
  wanted: WantedVolume,
  found: FoundVolume | undefined,
  restored: ReadonlySet<string>,
): readonly VolumeStep[] {
  const { id, bytes, restore, from } = wanted
  if (wanted.gone) return found ? [{ kind: 'remove', id }] : []
  // between its two renames a restore has taken the volume away: it goes on
  const isToRestore = restore !== null && !restored.has(restore.task)
  if (isToRestore)
    return [...planSnapshots(wanted, found, restore.keep), { kind: 'restore', id, bytes, ...restore }]
  if (!found?.live) {
    return [wanted.made ? { kind: 'lost', id } : { kind: 'make', id, bytes, ...(from && { from }) }]
  }
  const limit = found.live.limitBytes === bytes ? [] : [{ kind: 'limit', id, bytes } as const]
  return [...limit, ...planSnapshots(wanted, found)]
}

/** `keep` is made by the restore itself, in its order. */
function planSnapshots(wanted: WantedVolume, found: FoundVolume | undefined, keep?: string): VolumeStep[] {
  const here = new Set(found?.snapshots.map(({ id }) => id))
  return wanted.snapshots.flatMap(({ id: snapshot, gone }): VolumeStep[] => {
    if (gone) return here.has(snapshot) ? [{ kind: 'remove-snapshot', id: wanted.id, snapshot }] : []
    return here.has(snapshot) || snapshot === keep || !found?.live
      ? []
      : [{ kind: 'snapshot', id: wanted.id, snapshot }]
  })
}
