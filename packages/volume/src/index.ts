export type { Disk, DiskSpace } from './disk.ts'
export { openDisk } from './open-disk.ts'
