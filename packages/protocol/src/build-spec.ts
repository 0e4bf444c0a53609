import { z } from 'zod'
import { digestSchema, limitsSchema } from './container-spec.ts'
import { reportedText } from './reported-text.ts'

/** A path inside of what is built from: relative, without `..`. */
export const sourcePathSchema = z
  .string()
  .min(1)
  .max(1024)
  .refine((path) => !path.startsWith('/') && !path.includes('\0') && !path.split('/').includes('..'), {
    message: 'give a path inside of the source, without ".."',
  })

/** How a source becomes an image. `auto`: by its Dockerfile if it has one, else by the stack that is detected. */
export const buildRecipeSchema = z.strictObject({
  kind: z.enum(['auto', 'dockerfile', 'stack']).default('auto'),
  /** this stack, and no other that might be detected */
  stack: z.enum(['node', 'python', 'static', 'procfile']).optional(),
  /** folder of the source that is built; absent means all of it */
  directory: sourcePathSchema.optional(),
  /** relative to that folder; absent means `Dockerfile` */
  dockerfile: sourcePathSchema.optional(),
  target: z.string().min(1).max(128).optional(),
  args: z.record(z.string().min(1).max(256), z.string().max(32_768)).default({}),
  labels: z.record(z.string().min(1).max(256), z.string().max(32_768)).default({}),
  /** use nothing of what earlier builds left */
  noCache: z.boolean().default(false),
  /** seconds since 1970, which all times in the image are cut to; absent: the time of the commit, if there is one */
  sourceDateEpoch: z.number().int().min(0).optional(),
  /** names of the app's environment and secrets whose values steps may mount: `RUN --mount=type=secret,id=NAME` */
  secrets: z.array(z.string().min(1).max(128)).max(50).default([]),
})

export type BuildRecipe = z.infer<typeof buildRecipeSchema>

/** What a source was before it became an archive. */
export const buildOriginSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('git'),
    /** 40 or 64 hexadecimal digits */
    commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/),
    branch: z.string().max(255),
    /** first line of its message */
    subject: reportedText(200),
    author: reportedText(200),
    /** address that it was fetched from; absent for a push */
    url: z.string().max(2000).optional(),
  }),
  /** a folder or an archive that somebody sent, by its name */
  z.strictObject({ kind: z.enum(['folder', 'archive']), name: reportedText(255) }),
])

export type BuildOrigin = z.infer<typeof buildOriginSchema>

/**
 * All that a node is told about a build. What is not in the answer to `build.specs` any more is nobody's wish: a node
 * gives it up without a report.
 */
export const buildSpecSchema = z.strictObject({
  id: z.string(),
  /** grows whenever what is wanted changes */
  generation: z.number().int(),
  desired: z.enum(['built', 'canceled']),
  /** the number that its next piece of output has: above 0 when it was begun before, by whichever agent */
  outputSeq: z.number().int().min(0),
  tenant: z.strictObject({ id: z.string(), name: z.string() }),
  project: z.strictObject({ id: z.string(), name: z.string() }),
  app: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  /** a tar archive, plain or by gzip, to be asked for with `build.token` */
  source: z.strictObject({ digest: digestSchema, size: z.number().int().min(0) }),
  recipe: buildRecipeSchema,
  /** for `RUN --mount=type=secret`: id → value; never in layers, cache keys, output or history */
  secrets: z.record(z.string(), z.string()),
  /** for `RUN --mount=type=ssh`: id → private key, which signs on the node and enters no container */
  ssh: z.record(z.string(), z.string()),
  /** of all steps of the build together */
  limits: limitsSchema,
  timeoutMs: z.number().int().min(1),
  /** tenant/name, and the tag that it gets beside its digest */
  target: z.strictObject({ repository: z.string(), tag: z.string() }),
})

export type BuildSpec = z.infer<typeof buildSpecSchema>

const position = { line: z.number().int().min(1), column: z.number().int().min(1) }

/** Something to say about a line of a file of the source. */
export const buildWarningSchema = z.strictObject({
  /** stable name of the rule, as BuildKit's where it has one */
  rule: reportedText(64),
  message: reportedText(500),
  file: reportedText(1024),
  ...position,
  /** the line itself */
  text: reportedText(500),
})

export type BuildWarning = z.infer<typeof buildWarningSchema>

/** Why a build ended without an image. */
export const buildFailureSchema = z.strictObject({
  kind: z.enum([
    'source', // the archive is broken, or holds what may not be in it
    'syntax', // of a Dockerfile, berth.yml or Procfile
    'no-recipe', // nothing says how it is built
    'base', // an image that it builds on cannot be had
    'step', // a command ended with another code than 0, or a file that is copied is not there
    'memory',
    'processes',
    'disk',
    'time',
    'push', // the registry refused it: quota, tag rules
    'deploy', // the image is there, and the app could not take it: quota, ports
    'canceled',
    'node', // the node was lost, or its agent cannot go on
    'platform', // ours: it is to be looked for in the platform's log
  ]),
  message: reportedText(2000),
  file: reportedText(1024).optional(),
  line: position.line.optional(),
  column: position.column.optional(),
  /** the line itself */
  text: reportedText(500).optional(),
  /** of the command */
  exitCode: z.number().int().optional(),
})

export type BuildFailure = z.infer<typeof buildFailureSchema>

/** What the builder understood of a source before it built anything. */
export const buildPlanViewSchema = z.strictObject({
  kind: z.enum(['dockerfile', 'stack']),
  /** `node`, `python`, `static`, `procfile`; the Dockerfile's path */
  name: reportedText(1024),
  /** why it was taken: the file that was found */
  because: reportedText(500),
  steps: z.array(z.strictObject({ name: reportedText(200), command: reportedText(2000) })).max(500),
  /** process type → command */
  processes: z.record(z.string(), reportedText(2000)),
  port: z.number().int().min(1).max(65_535).nullable(),
  /** versions that were chosen, and by what */
  facts: z.array(z.strictObject({ name: reportedText(100), value: reportedText(300) })).max(50),
})

export type BuildPlanView = z.infer<typeof buildPlanViewSchema>

/** What files of the source (berth.yml, Procfile, app.json) ask of its deploy. */
export const sourceWishSchema = z.strictObject({
  /** in the words of a deploy; what reads it checks it */
  wish: z.record(z.string(), z.json()),
  /** environment that is set where the app has none of that name */
  defaults: z.record(z.string().max(256), z.string().max(32_768)),
})

export type SourceWish = z.infer<typeof sourceWishSchema>

/** What a node says of one build; idempotent, the newest wins. */
export const buildReportSchema = z.strictObject({
  id: z.string(),
  generation: z.number().int(),
  state: z.enum(['running', 'succeeded', 'failed', 'canceled']),
  plan: buildPlanViewSchema.optional(),
  settings: sourceWishSchema.optional(),
  warnings: z.array(buildWarningSchema).max(200).default([]),
  /** of the image that was pushed, when it succeeded */
  digest: digestSchema.optional(),
  failure: buildFailureSchema.optional(),
  /** steps that ran, and that were taken from the cache */
  ran: z.number().int().min(0).default(0),
  cached: z.number().int().min(0).default(0),
  /** bytes of output that were left out because there was too much of it */
  outputLost: z.number().int().min(0).default(0),
})

export type BuildReport = z.infer<typeof buildReportSchema>

/** One piece of output; `seq` counts on from the spec's `outputSeq`, so that a piece sent twice is stored once. */
export const buildOutputSchema = z.strictObject({
  id: z.string(),
  generation: z.number().int(),
  seq: z.number().int().min(0),
  at: z.iso.datetime(),
  /** base64 of UTF-8; at most 64 KiB */
  data: z.base64().max(90_000),
})

export type BuildOutput = z.infer<typeof buildOutputSchema>
