import { CONCURRENCIES } from '@berth/core'
import { cronEntrySchema, folderPathSchema, MAX_DRAIN_MS, sourcePathSchema } from '@berth/protocol'
import { z } from 'zod'
import { commandField, durationField, environmentField, healthField, limitsField } from './fields.ts'

const buildField = z
  .strictObject({
    directory: sourcePathSchema.describe('the folder that is built').optional(),
    dockerfile: sourcePathSchema.describe('below that folder').optional(),
    target: z.string().min(1).max(128).describe('stage of the Dockerfile').optional(),
    args: z
      .record(z.string().min(1).max(256), z.string().max(32_768))
      .describe('values of its ARGs')
      .optional(),
    stack: z
      .enum(['node', 'python', 'static', 'procfile'])
      .describe('builds without a Dockerfile, even where there is one')
      .optional(),
  })
  .refine(({ stack, dockerfile, target }) => stack === undefined || (dockerfile ?? target) === undefined, {
    message: 'say stack, or dockerfile and target, not both',
    path: ['stack'],
  })

const processField = z.strictObject({
  command: commandField.optional(),
  instances: z.number().int().min(0).max(100).describe('how many run; scale changes it').optional(),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .describe('that it listens on; of web, what visitors reach')
    .optional(),
  health: healthField.optional(),
  limits: limitsField.optional(),
})

const mountPath = folderPathSchema.describe('a path inside')

const mountField = z.strictObject({
  path: mountPath,
  process: z.string().max(64).describe('that sees it, in place of web').optional(),
  readOnly: z.boolean().optional(),
})

const cronField = z.strictObject({
  schedule: cronEntrySchema.shape.schedule.describe(
    'five fields, or @hourly, @daily, @weekly, @monthly, @yearly',
  ),
  command: commandField,
  timezone: z.string().max(64).describe('as Europe/Berlin; UTC').optional(),
  concurrency: z.enum(CONCURRENCIES).describe('what a run does while the one before runs').optional(),
  deadline: durationField
    .refine((ms) => cronEntrySchema.shape.deadlineMs.safeParse(ms).success, 'give 1m to 24h')
    .describe('how long a run may take, from 1m to 24h')
    .optional(),
})

const MINUTE = 60_000

const hostField = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?:\*\.)?[^\s/?#@:\\%[\].]+(?:\.[^\s/?#@:\\%[\].]+)+$/,
    'is no host name: give one like www.example.org',
  )

const sleepField = z.union([
  z.literal('never'),
  durationField.refine((ms) => ms >= MINUTE && ms <= 30 * 24 * 60 * MINUTE, 'give 1m to 720h, or never'),
])

/** `berth.yml`: how an app of a repository is built and run. */
export const manifestSchema = z.strictObject({
  build: buildField.describe('how the source becomes an image').optional(),
  processes: z
    .record(
      z.string().regex(/^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'use a-z, 0-9 and -, as worker'),
      z.union([commandField, processField]),
    )
    .describe('what runs; visitors reach web. A process that it does not name is taken away')
    .optional(),
  environment: environmentField.optional(),
  release: commandField
    .nullable()
    .describe('has to succeed in the new release before any of it starts; null: nothing any more')
    .optional(),
  drain: durationField
    .refine((ms) => ms <= MAX_DRAIN_MS, 'give 0s to 5m')
    .describe('how long an instance that is replaced may finish what it serves, as 60s; 15s, at most 5m')
    .optional(),
  volumes: z
    .record(z.string().max(64), z.union([mountPath, mountField]))
    .describe('name of a volume → where web sees it; those that it does not name stay')
    .optional(),
  cron: z
    .record(cronEntrySchema.shape.name, cronField)
    .describe('what runs by the clock; an entry that it does not name is taken away')
    .optional(),
  domains: z
    .array(hostField)
    .max(50)
    .describe(
      'hosts that lead to it; those that it does not name stay. No part of a release: berth apply and the page add them',
    )
    .optional(),
  sleep: sleepField
    .describe(
      'how long without a request until it falls asleep, as 30m, or never. No part of a release: berth apply and the page set it',
    )
    .optional(),
})

/** As it is written: commands may stand for whole processes, sizes are text. */
export type ManifestText = z.input<typeof manifestSchema>
export type Manifest = z.output<typeof manifestSchema>
