import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes aside, syncs and renames: after a crash at any moment the file is the old one or the new one, whole. */
export async function writeWhole(path: string, content: string, mode = 0o600): Promise<void> {
  const aside = `${path}.new`
  const file = await open(aside, 'w', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(aside, path)
  const directory = await open(dirname(path), 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
