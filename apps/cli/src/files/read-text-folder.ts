import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'

const LEFT_OUT = ['.git', 'node_modules']
const MOST = { files: 200, bytes: 1024 * 1024 }

/** The text files below a folder, by path; links are not followed, and what is no text is left out. Error: input.invalid. */
export async function readTextFolder(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const entry of await entriesOf(folder)) {
    const file = path.join(entry.parentPath, entry.name)
    const name = path.relative(folder, file).split(path.sep).join('/')
    if (!entry.isFile() || name.split('/').some((part) => LEFT_OUT.includes(part))) continue
    const bytes = await readFile(file)
    if (bytes.length > MOST.bytes) throw tooLarge(`${name} is larger than 1 MiB`)
    if (Object.keys(files).length >= MOST.files) throw tooLarge(`it has more than ${MOST.files} files`)
    const text = bytes.toString('utf8')
    if (!bytes.includes(0) && Buffer.from(text).equals(bytes)) files[name] = text
  }
  return files
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true })
  } catch (cause) {
    throw new BerthError('input.invalid', `${folder} is no folder that can be read`, { cause })
  }
}

function tooLarge(why: string): BerthError {
  return new BerthError('input.invalid', `this is no folder of a lab: ${why}`)
}
