import { z } from 'zod'
import { healthField } from '../health-check.ts'
import { limitFields, portField, replicasField, wordsField } from '../plain-fields.ts'

/** A Procfile of more is a mistake, or an attack on the node. */
export const MAX_PROCESSES = 20

/** What one may ask of a process type; what is not given stays, null is as usual again. */
const processWish = z.strictObject({
  /** null: the image's own */
  command: wordsField.nullable().optional(),
  replicas: replicasField.optional(),
  /** where its health check asks; of `web` the app's port */
  port: portField,
  health: healthField,
  /** where they differ from the app's; null: no more */
  limits: z.strictObject(limitFields).nullable().optional(),
})

export type ProcessWish = z.infer<typeof processWish>

/** By name; null takes the process away. */
export const processWishesField = z
  .record(z.string().max(64), processWish.nullable())
  .refine((wishes) => Object.keys(wishes).length <= MAX_PROCESSES, `at most ${MAX_PROCESSES} processes`)

export type ProcessWishes = z.infer<typeof processWishesField>
