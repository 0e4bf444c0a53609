import { cronEntriesSchema } from '@berth/protocol'
import { z } from 'zod'
import { wordsField } from '../plain-fields.ts'
import { attendedSchema } from './job-of-spec.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** The command that has to succeed before anything of a release starts; null: none any more. */
export const releaseCommandField = wordsField.nullable().optional()

/** All that an app runs by the clock. */
export const cronField = cronEntriesSchema.optional()

/** What `jobs.run` takes beside tenant and app. */
export const jobFields = {
  command: wordsField,
  /** whose limits and volumes it has */
  process: z.string().max(32).optional(),
  /** number of a release; absent: the one that serves */
  release: z.number().int().min(1).optional(),
  /** it waits for a viewer, and ends when that has left */
  attended: attendedSchema.optional(),
  timeoutMs: z.number().int().min(1_000).max(DAY_MS).optional(),
}

const jobRequest = z.strictObject(jobFields)
export type JobRequest = z.infer<typeof jobRequest>
