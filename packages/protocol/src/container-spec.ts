import { START_FAULTS } from '@berth/core'
import { z } from 'zod'
import { reportedText } from './reported-text.ts'
import { runOptionsSchema } from './run-options.ts'
import { sandboxFields } from './sandbox-node.ts'
import { mountedVolumeSchema } from './volume.ts'

/** A tenth or so of what a host has by default: one container cannot take all that the others need. */
const MAX_PIDS = 4096

export const limitsSchema = z.strictObject({
  /** cores */
  cpu: z.number().min(0.01).max(1024),
  /** bytes; swap is always 0 */
  memory: z
    .number()
    .int()
    .min(4 * 1024 * 1024),
  pids: z.number().int().min(1).max(MAX_PIDS),
  /** bytes of the writable layer */
  disk: z
    .number()
    .int()
    .min(1024 * 1024),
})

export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/)

const portSchema = z.number().int().min(1).max(65535)
const count = z.number().int().min(1)
const times = {
  /** how long a new container may take until its check passes for the first time */
  timeoutMs: count,
  /** from then on; absent: as is usual on the node */
  intervalMs: count.optional(),
  /** of one look */
  probeMs: count.optional(),
  /** failures in a row that end it */
  retries: count.optional(),
}

/** How a container is known to work: at its start, and from then on at regular times. */
export const healthSchema = z.discriminatedUnion('kind', [
  /** healthy as long as it runs */
  z.strictObject({ kind: z.literal('none') }),
  /** healthy when the port takes a connection */
  z.strictObject({ kind: z.literal('tcp'), port: portSchema, ...times }),
  /** healthy when a GET of the path is answered with 200 to 399 */
  z.strictObject({
    kind: z.literal('http'),
    port: portSchema,
    path: z.string().regex(/^\/[!-~]{0,1023}$/, 'begin with / and use ASCII without blanks'),
    ...times,
  }),
  /** healthy when the command, run inside, exits with 0 */
  z.strictObject({
    kind: z.literal('command'),
    argv: z.array(z.string().max(4096)).min(1).max(64),
    ...times,
  }),
])

export type Health = z.infer<typeof healthSchema>

export const restartSchema = z.strictObject({
  policy: z.enum(['always', 'on-failure', 'no']),
  /** with `on-failure`: give up after so many starts in a row; absent means never */
  max: z.number().int().min(1).optional(),
})

export type Restart = z.infer<typeof restartSchema>

export const containerSecretsSchema = z.strictObject({
  env: z.record(z.string(), z.string()),
  /** name → content; the name is the file's, too */
  files: z.record(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/), z.string()),
})

export type ContainerSecrets = z.infer<typeof containerSecretsSchema>

/**
 * All that a node is told about a container. An allow-list: what has no field here (host mounts, privileges,
 * host network) cannot be asked for by anybody.
 */
export const containerSpecSchema = z.strictObject({
  id: z.string(),
  /** Grows with every change of what is wanted; reports of older generations are ignored. */
  generation: z.number().int(),
  desired: z.enum(['running', 'paused', 'stopped', 'removed']),
  tenant: z.strictObject({ id: z.string(), name: z.string() }),
  project: z.strictObject({ id: z.string(), name: z.string() }),
  app: z.strictObject({ id: z.string(), name: z.string() }),
  process: z.string(),
  /** number of this instance within the process, from 1 */
  instance: z.number().int(),
  release: z.number().int(),
  image: z.strictObject({ repository: z.string(), digest: digestSchema }),
  /** replaces the image's entrypoint and cmd */
  command: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()),
  /** never on a disk: variables that are stronger than `env`, and files below /run/secrets */
  secrets: containerSecretsSchema.optional(),
  port: z.number().int().min(1).max(65535).optional(),
  limits: limitsSchema,
  restart: restartSchema,
  /** raised by `berth restart`: a running container with another value is stopped and started */
  restartNonce: z.number().int(),
  health: healthSchema,
  stop: z.strictObject({ signal: z.string().optional(), timeoutMs: z.number().int() }),
  /** it is a command that runs once, whatever becomes of it; `attended`: it ends when its viewer has left */
  job: z.strictObject({ attended: z.enum(['terminal', 'stream']).optional() }).optional(),
  options: runOptionsSchema.pick({ readOnly: true, tmpfs: true, ulimits: true, init: true }).optional(),
  volumes: z.array(mountedVolumeSchema).max(64).optional(),
  ...sandboxFields,
})

export type ContainerSpec = z.infer<typeof containerSpecSchema>

export const stopCauseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('replaced'), release: z.number() }),
  z.object({ kind: z.literal('scaled-down') }),
  z.object({ kind: z.literal('restarted') }),
  z.object({ kind: z.literal('deploy-failed') }),
  z.object({ kind: z.literal('asleep') }),
])

/** As much of a sentence or a log line as a person reads. */
const MAX_WORDS = 2_000
const MAX_NAME = 256

/** What an error of a start carries as its detail `fault`. */
export const startFaultSchema = z.object({ kind: z.enum(START_FAULTS), subject: reportedText(MAX_NAME) })

export const endReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exit'), code: z.number() }),
  z.object({ kind: z.literal('signal'), signal: reportedText(MAX_NAME) }),
  z.object({ kind: z.literal('oom'), limit: z.number() }),
  z.object({
    kind: z.literal('stopped'),
    by: reportedText(MAX_NAME),
    code: z.number().nullable(),
    forced: z.boolean(),
    why: stopCauseSchema.optional(),
  }),
  z.object({
    kind: z.literal('start-failed'),
    message: reportedText(MAX_WORDS),
    code: reportedText(MAX_NAME).optional(),
    fault: startFaultSchema.optional(),
  }),
  z.object({
    kind: z.literal('unhealthy'),
    message: reportedText(MAX_WORDS),
    check: z
      .object({
        port: z.number(),
        seconds: z.number(),
        listens: z.enum(['local', 'none', 'other']),
        ports: z.array(z.number()).max(20).readonly(),
      })
      .optional(),
  }),
  z.object({ kind: z.literal('supervisor-killed') }),
  z.object({ kind: z.literal('node-lost') }),
  z.object({ kind: z.literal('host-reboot') }),
])

const bytes = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** What came of an image so far; `total` grows until its manifest was read. Layers that were here count as whole. */
export const pullSumSchema = z.strictObject({
  bytes,
  total: bytes,
  layers: z.number().int().min(0).max(1000),
  layersDone: z.number().int().min(0).max(1000),
})

export type PullSum = z.infer<typeof pullSumSchema>

/** What a node says about one container; idempotent, the newest wins. */
export const observedContainerSchema = z.strictObject({
  id: z.string(),
  generation: z.number().int(),
  state: z.enum(['pulling', 'starting', 'running', 'paused', 'backoff', 'stopped', 'failed', 'removed']),
  /** true once the health check passed in this run */
  healthy: z.boolean(),
  /** address inside the project's network, while it has one */
  address: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  end: endReasonSchema.nullable(),
  /** starts after the first */
  restarts: z.number().int(),
  /** when a `backoff` ends */
  nextStartAt: z.iso.datetime().nullable(),
  restartNonce: z.number().int(),
  /** how far its image is, while it is pulled */
  pull: pullSumSchema.optional(),
  /** last lines of its log, sent when it ended or failed, so that a failure can be shown where one looks */
  lastLines: z.array(reportedText(MAX_WORDS)).max(20).optional(),
  /** why the limits of this generation were not taken over; it runs on with those it had */
  limitsRefused: reportedText(500).optional(),
  /** processes that the kernel killed in this run because its memory was used up, while it runs on */
  oomKills: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  /** forks that its limit of processes refused in this run, while it runs on */
  forksRefused: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
})

export type ObservedContainer = z.infer<typeof observedContainerSchema>

/** A moment's use of one container; counters grow from its start. */
export const containerStatsSchema = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  cpuUsageUsec: z.number(),
  memoryBytes: z.number(),
  memoryLimit: z.number(),
  pids: z.number(),
  rxBytes: z.number(),
  txBytes: z.number(),
})

export type ContainerStats = z.infer<typeof containerStatsSchema>
