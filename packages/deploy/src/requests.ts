import { restartSchema, runOptionsSchema } from '@berth/protocol'
import { z } from 'zod'
import { healthField } from './health-check.ts'
import { limitFields, portField, replicasField, textField, wordsField } from './plain-fields.ts'
import { processWishesField, type ProcessWishes } from './processes/process-fields.ts'
import type { BuildOfRelease } from './release-draft.ts'
import { cronField, releaseCommandField } from './jobs/job-fields.ts'
import { mountWishesField } from './volumes/mount-wish.ts'

/** Whoever asks, already authorised for the tenant. `by` is what "by" columns show. */
export type Caller = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly by: string
  /** of who asks, for the audit; absent or null where it is not known */
  readonly ip?: string | null
  /** a token for one app asks: it reaches what is that app's, and nothing that no app has */
  readonly ownApp?: boolean
}

export type AppTarget = Caller & { readonly app: string }

const envName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'use A-Z, a-z, 0-9 and _')

export const envFields = {
  set: z.record(envName, textField).default({}),
  unset: z.array(z.string()).max(200).default([]),
}

const restartField = restartSchema
  .refine(({ policy, max }) => max === undefined || policy === 'on-failure', {
    message: 'a number of starts goes with on-failure only',
    path: ['max'],
  })
  .optional()

/** What `apps.deploy` takes beside the tenant. What is not given stays as in the last release. */
export const deployFields = {
  app: z.string(),
  image: z.string().min(1).max(512),
  project: z.string().optional(),
  port: portField,
  env: z.record(envName, textField).optional(),
  ...limitFields,
  replicas: replicasField.optional(),
  command: wordsField.optional(),
  health: healthField,
  restart: restartField,
  options: runOptionsSchema.optional(),
  processes: processWishesField.optional(),
  /** processes that are not named are taken away, but for web */
  onlyProcesses: z.boolean().optional(),
  releaseCommand: releaseCommandField,
  cron: cronField,
  volumes: mountWishesField,
}

/** How an app runs, whole: what is left out is as usual again. */
export const runFields = {
  command: deployFields.command,
  health: healthField.unwrap(),
  restart: restartField,
  options: runOptionsSchema,
}

export const processesField = z.record(z.string(), replicasField)

/** Process types of an app: all may change at once. */
export const processesFields = { processes: processWishesField }

const deployRequest = z.strictObject(deployFields)
const envRequest = z.strictObject(envFields)
const runRequest = z.strictObject(runFields)
const limitsRequest = z.strictObject({ ...limitFields, port: portField })

/** `build`: what made the image; a build is deployed once, however often this is asked. No caller of the API names it. */
export type DeployRequest = Caller & z.infer<typeof deployRequest> & { readonly build?: BuildOfRelease }
export type EnvChange = z.infer<typeof envRequest>
export type EnvRequest = AppTarget & EnvChange
export type RunRequest = AppTarget & z.infer<typeof runRequest>
export type LimitsRequest = AppTarget & z.infer<typeof limitsRequest>
export type ProcessesRequest = AppTarget & { readonly processes: ProcessWishes }
export type ScaleRequest = AppTarget & { readonly processes: Readonly<Record<string, number>> }
/** `id`: without it, the deploy on its way; `why` is what others read */
export type CancelRequest = AppTarget & {
  readonly id?: string | undefined
  readonly why?: string | undefined
}
export type RollbackRequest = AppTarget & { readonly number?: number | undefined }
