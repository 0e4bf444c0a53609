import { limitsSchema } from '@berth/protocol'
import { z } from 'zod'

/** Fields that several requests share. */
export const textField = z
  .string()
  .max(32_768)
  .refine((value) => !value.includes('\0'), 'must not contain a NUL character')

/** Bytes of a command together: it is kept in rows that are read often, and goes to nodes in one message. */
const MAX_COMMAND = 131_072

/** A command as its words. */
export const wordsField = z
  .array(textField)
  .min(1)
  .max(200)
  .refine(
    (words) => Buffer.byteLength(JSON.stringify(words)) <= MAX_COMMAND,
    `is too long: at most ${MAX_COMMAND} bytes together, put more into a file`,
  )

export const portField = z.number().int().min(1).max(65_535).optional()

export const replicasField = z.number().int().min(0).max(100)

/** Limits that may be given one by one. */
export const limitFields = limitsSchema.partial().shape
