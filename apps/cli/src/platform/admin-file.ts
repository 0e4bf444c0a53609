import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { z } from 'zod'
import { writeFileAtomic } from './write-file.ts'

const adminSchema = z.object({
  url: z.string(),
  email: z.string(),
  password: z.string(),
  token: z.string(),
  tenant: z.string(),
})

/** `DIR/admin.json`: the first administrator's way in. */
export type AdminFile = z.infer<typeof adminSchema>

/** Undefined when there is none. Error: auth.forbidden for everybody but root. */
export async function readAdmin(file: string): Promise<AdminFile | undefined> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw new BerthError('auth.forbidden', `${file} cannot be read: only root may, run this with sudo`, {
      cause,
    })
  })
  return text === undefined ? undefined : adminSchema.parse(JSON.parse(text))
}

export async function writeAdmin(file: string, admin: AdminFile): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(admin, null, 2)}\n`, { mode: 0o600 })
}
