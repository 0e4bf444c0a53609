import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { randomBytes } from 'node:crypto'

const CONFIG = '[core]\n\trepositoryformatversion = 0\n\tbare = true\n[uploadpack]\n\tallowFilter = true\n'

/**
 * Makes a folder a bare repository; what is there stays. It is a cache: its refs are written before each reading
 * (`writeRefs`), its objects are fetched when they are missing.
 */
export async function ensureBareFolder(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'objects/pack'), { recursive: true, mode: 0o700 })
  await mkdir(path.join(folder, 'objects/info'), { recursive: true })
  await mkdir(path.join(folder, 'refs/heads'), { recursive: true })
  await writeWhole(path.join(folder, 'config'), CONFIG)
}

/** The refs as they are now; `head` is what a clone checks out. Names have passed `checkRefName`. */
export async function writeRefs(
  folder: string,
  refs: ReadonlyMap<string, string>,
  head: string,
): Promise<void> {
  const lines = [...refs].map(([name, commit]) => `${commit} ${name}\n`)
  await writeWhole(path.join(folder, 'packed-refs'), lines.join(''))
  await writeWhole(path.join(folder, 'HEAD'), `ref: ${head}\n`)
}

/** Readers see the old file or the new one. */
async function writeWhole(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(aside, text)
  await rename(aside, file).catch(async (error: unknown) => {
    await rm(aside, { force: true })
    throw error
  })
}
