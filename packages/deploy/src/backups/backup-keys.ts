const FOLDER = 'volumes/'

/** Of the archive. Names of volumes and ids are safe in keys. */
export function archiveKey(volume: string, backup: string): string {
  return `${FOLDER}${volume}/${backup}.tar.zst`
}

/** Of what is said of it, which is written last: without it there is no backup. */
export function manifestKey(volume: string, backup: string): string {
  return `${FOLDER}${volume}/${backup}.json`
}

export const ALL_BACKUPS = FOLDER

export function isManifestKey(key: string): boolean {
  return /^volumes\/[a-z0-9-]+\/bak_[a-z2-7]{16}\.json$/.test(key)
}
