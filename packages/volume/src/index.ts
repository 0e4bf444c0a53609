export type { Disk, DiskSpace } from './disk.ts'
export { openDisk } from './open-disk.ts'
export type { FoundVolume, VolumeFolders } from './volume-folders.ts'
