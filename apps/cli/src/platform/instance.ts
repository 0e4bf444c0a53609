import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { BerthError, randomBase32 } from '@berth/core'
import { z } from 'zod'
import { readIfThere } from './read-if-there.ts'
import { writeFileAtomic } from './write-file.ts'

const instanceSchema = z.object({ id: z.string().regex(/^[a-z][a-z0-9]{5}$/), createdAt: z.string() })
export type Instance = z.infer<typeof instanceSchema>

/** The data folder's identity, or undefined when the folder is not a platform's. Error: config.invalid. */
export async function readInstance(dir: string): Promise<Instance | undefined> {
  const file = path.join(dir, 'instance.json')
  const text = await readIfThere(file)
  if (text === undefined) return undefined
  try {
    return instanceSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new BerthError('config.invalid', `${file} is damaged: restore it from a backup`, { cause })
  }
}

/** Reads it, or makes folder and identity. */
export async function ensureInstance(dir: string): Promise<Instance> {
  await mkdir(dir, { recursive: true, mode: 0o711 })
  const existing = await readInstance(dir)
  if (existing) return existing
  const made = { id: newInstanceId(), createdAt: new Date().toISOString() }
  await writeFileAtomic(path.join(dir, 'instance.json'), `${JSON.stringify(made)}\n`, { mode: 0o644 })
  return made
}

/** Starts with a letter, because an nft table and a user name must. */
function newInstanceId(): string {
  for (;;) {
    const id = randomBase32(6)
    if (/^[a-z]/.test(id)) return id
  }
}
