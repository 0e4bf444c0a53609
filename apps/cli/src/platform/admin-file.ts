import { BerthError } from '@berth/core'
import { z } from 'zod'
import { readIfThere } from './read-if-there.ts'
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
  const text = await readIfThere(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EACCES') throw cause
    throw new BerthError('auth.forbidden', `${file} cannot be read: only root may, run this with sudo`, {
      cause,
    })
  })
  return text === undefined ? undefined : parseAdmin(file, text)
}

function parseAdmin(file: string, text: string): AdminFile {
  try {
    return adminSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new BerthError(
      'config.invalid',
      `${file} is damaged: restore it from a backup, or remove it and ./berth up makes new credentials`,
      { cause },
    )
  }
}

export async function writeAdmin(file: string, admin: AdminFile): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(admin, null, 2)}\n`, { mode: 0o600 })
}
