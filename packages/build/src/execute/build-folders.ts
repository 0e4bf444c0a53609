/** Folders with a limit each, on the node's disk: what steps write, and what the cache keeps. */
export type BuildFolders = {
  /** The folder of `key`, at most `bytes` large where limits can be had; idempotent. Error: disk.full. */
  claim(key: string, bytes: number): Promise<string>
  /** Idempotent. */
  remove(key: string): Promise<void>
  list(): Promise<readonly string[]>
  path(key: string): string
  usedBytes(key: string): Promise<number>
}

const PREFIX = 'built_'

/** Keys of the builder among those of all who write to the disk. */
export function folderKey(random: string): string {
  return `${PREFIX}${random}`
}

export function isFolderKey(key: string): boolean {
  return key.startsWith(PREFIX)
}

export function mountKey(hash: string): string {
  return `${PREFIX}m_${hash}`
}
