import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { emptyLab } from '@berth/lab/empty-lab.ts'
import { printJson, say } from '../output.ts'
import type { SessionOptions } from '../session/session.ts'

/** Writes a small lab that is right into a folder. What is there already is not written over. */
export async function initLab(
  folder: string,
  options: SessionOptions & { readonly title?: string },
): Promise<void> {
  const files = emptyLab(options.title ?? path.basename(path.resolve(folder)))
  for (const [name, text] of Object.entries(files)) await writeNew(path.join(folder, name), text)
  if (options.json) return printJson({ folder, files: Object.keys(files) })
  say(`${folder} has a lab: ${Object.keys(files).join(', ')}`)
  say(`next: berth labs validate ${folder}, then berth labs push ${folder}`)
}

async function writeNew(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    if (!isThere(cause)) throw cause
    throw new BerthError('input.invalid', `${file} is there already: choose an empty folder`, { cause })
  }
}

function isThere(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
}
