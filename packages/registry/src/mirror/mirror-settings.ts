import type { Db } from '@berth/db'
import { z } from 'zod'

const KEY = 'mirror'
const settingsSchema = z.object({
  /** whether those who did not log in may pull through mirrors */
  anonymous: z.boolean().default(false),
})

export type MirrorSettings = z.infer<typeof settingsSchema>

export async function readMirrorSettings(db: Db): Promise<MirrorSettings> {
  const row = await db.setting.findUnique({ where: { key: KEY } })
  return settingsSchema.parse(row?.value ?? {})
}

export async function writeMirrorSettings(db: Db, value: MirrorSettings): Promise<void> {
  await db.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
}
