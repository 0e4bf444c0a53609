import type { MountedVolume } from '@berth/protocol'
import type { ReleaseModel } from '../model.ts'

type VolumeRow = {
  readonly id: string
  readonly bytes: bigint
  readonly made: boolean
  readonly nodeId: string | null
  readonly deletedAt: Date | null
}

/**
 * What a node is told to mount. `own` are the volumes that are attached to the app: one that is not among them, or lies
 * elsewhere, is told as one that is lost, so that nothing starts without its files or with those of somebody else.
 */
export function mountedVolumes(
  { volumes }: Pick<ReleaseModel, 'volumes'>,
  own: readonly VolumeRow[],
  { process, nodeId }: { readonly process: string; readonly nodeId: string },
): MountedVolume[] {
  return volumes
    .filter((mount) => mount.process === process)
    .map(({ volume, path, readOnly }) => {
      const row = own.find(({ id }) => id === volume)
      const isHere = row?.nodeId === nodeId && row.deletedAt === null
      return isHere
        ? { id: volume, path, readOnly, bytes: Number(row.bytes), made: row.made }
        : { id: NOT_HERE, path, readOnly, bytes: 0, made: true }
    })
}

/** No volume has this id. */
const NOT_HERE = 'vol_gone'
