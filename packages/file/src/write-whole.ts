import { rename, writeFile } from 'node:fs/promises'

/** what the name of a file ends with while it is written */
export const ASIDE = '.new'

/**
 * Writes aside and renames: a reader sees the old file or the new one, whole. It is not synced: what is kept so is of
 * running containers and their networks, which no restart of the host outlives.
 */
export async function writeWhole(path: string, content: string, mode = 0o600): Promise<void> {
  const aside = `${path}${ASIDE}`
  await writeFile(aside, content, { mode })
  await rename(aside, path)
}
