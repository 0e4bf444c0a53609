import { isId, parseName } from '@berth/core'
import { z } from 'zod'
import { manifestKey } from './backup-keys.ts'
import { arePossible } from './possible-sizes.ts'

const count = z
  .number()
  .int()
  .min(0)
  .max(2 ** 53 - 1)

/** Neither the database nor a terminal is given what a stranger hides in a text. */
const text = (most: number) => z.string().max(most).refine(isPlain)
const FIRST_YEAR = 2000
const LAST_YEAR = 2200
const MOST_BY = 256

/** What lies beside an archive in the bucket: all that a platform needs to bring it back which never saw it before. */
const manifestSchema = z.object({
  format: z.literal('berth-volume-backup'),
  version: z.literal(1),
  id: z.string().refine((id) => isId('backup', id)),
  volume: z.string().refine(isName),
  app: text(64).nullable(),
  tenant: text(64),
  volumeId: text(64),
  takenAt: z.iso.datetime().refine(isOfOurTime),
  by: text(MOST_BY),
  origin: z.enum(['asked', 'schedule']),
  /** tar, packed by zstd */
  archive: z.object({
    bytes: count,
    storedBytes: count,
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  }),
  limitBytes: count,
})

export type BackupManifest = z.infer<typeof manifestSchema>

/** No manifest of ours is longer. */
export const MAX_MANIFEST = 64 * 1024

/** Undefined for what is no manifest, or not of the key that it lies at: whoever may write to the bucket may write anything. */
export function readManifest(key: string, text: string): BackupManifest | undefined {
  const parsed = manifestSchema.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  const { volume, id, archive, limitBytes } = parsed.data
  if (!arePossible({ ...archive, limitBytes })) return undefined
  return key === manifestKey(volume, id) ? parsed.data : undefined
}

export function writeManifest(manifest: Omit<BackupManifest, 'format' | 'version'>): string {
  const by = manifest.by.toWellFormed().replace(CONTROL, ' ').slice(0, MOST_BY).toWellFormed()
  return `${JSON.stringify({ format: 'berth-volume-backup', version: 1, ...manifest, by }, null, 2)}\n`
}

const CONTROL = /\p{Cc}/gu

function isPlain(value: string): boolean {
  return value.isWellFormed() && value.search(CONTROL) < 0
}

function isOfOurTime(at: string): boolean {
  const year = new Date(at).getUTCFullYear()
  return year >= FIRST_YEAR && year <= LAST_YEAR
}

function isName(name: string): boolean {
  try {
    return parseName('volume', name) === name
  } catch {
    return false // what is no name of ours says nothing more
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no manifest, as whatever else is none
  }
}
