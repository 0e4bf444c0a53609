import {
  CONCURRENCIES,
  type EndReason,
  isName,
  type JobCause,
  type JobKind,
  type JobState,
} from '@berth/core'
import { z } from 'zod'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MAX_ENTRIES = 20

const wordsSchema = z
  .array(
    z
      .string()
      .max(32_768)
      .refine((word) => !word.includes('\0'), 'must not contain a NUL character'),
  )
  .min(1)
  .max(200)

/** What a release runs by the clock. */
export const cronEntrySchema = z.strictObject({
  name: z.string().refine(isName, 'use 2 to 32 of a-z, 0-9 and single "-"'),
  /** five fields, or @hourly, @daily, @weekly, @monthly, @yearly */
  schedule: z.string().max(100),
  /** as in the tz database; `UTC` */
  timezone: z.string().max(64).default('UTC'),
  command: wordsSchema,
  concurrency: z.enum(CONCURRENCIES).default('forbid'),
  /** so long after its time a run is ended, and one that was missed is not made up any more */
  deadlineMs: z
    .number()
    .int()
    .min(MINUTE_MS)
    .max(DAY_MS)
    .default(60 * MINUTE_MS),
})

export type CronEntry = z.infer<typeof cronEntrySchema>

export const cronEntriesSchema = z
  .array(cronEntrySchema)
  .max(MAX_ENTRIES)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two entries have the same name')

/** One line of a job's log, as it is kept. */
export const keptLineSchema = z.strictObject({
  at: z.iso.datetime(),
  stream: z.enum(['stdout', 'stderr', 'tty', 'system']),
  text: z.string(),
})

export type KeptLine = z.infer<typeof keptLineSchema>

export type JobView = {
  id: string
  app: string
  kind: JobKind
  /** the cron entry, for one of its runs */
  cron: string | null
  /** null: for those only who may run commands in the app */
  command: string[] | null
  release: number
  tty: boolean
  state: JobState
  /** why it ended otherwise than by itself, and the same as an English sentence */
  cause: JobCause | null
  reason: string | null
  code: number | null
  end: EndReason | null
  lastLines: string[]
  /** live: its container has it; kept: `jobs.log` has it */
  log: 'live' | 'kept' | 'gone'
  /** while its container is there */
  containerId: string | null
  node: string | null
  by: string
  /** when it was due; null unless the clock began it */
  scheduledAt: Date | null
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
  deadline: Date
}

export type CronView = CronEntry & {
  release: number
  pausedBy: string | null
  pausedAt: Date | null
  /** the next few times at which it is due; empty while it is paused, or its app does not run */
  next: Date[]
  last: JobView | null
}
