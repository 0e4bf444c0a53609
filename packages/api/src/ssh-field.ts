import { z } from 'zod'

/** Keys that a build may sign with: id → private key; null: the deploy key of the app. */
export const sshField = z
  .record(
    z.string().regex(/^[\w.-]{1,128}$/, 'use letters, digits and . _ -'),
    z.string().max(16_384).nullable(),
  )
  .refine((keys) => Object.keys(keys).length <= 10, 'at most 10 keys')
  .optional()
