import { z } from 'zod'
import {
  containerSpecSchema,
  containerStatsSchema,
  digestSchema,
  observedContainerSchema,
} from './container-spec.ts'
import { buildMessages } from './build-messages.ts'
import { commitChangeSchema } from './commit.ts'
import { fileJobSchema } from './file-job.ts'
import { logMessages, logPlaceSchema } from './log-keeping.ts'
import type { Catalog } from './message.ts'
import { nodeImagesSchema } from './node-image.ts'
import { reportedText } from './reported-text.ts'
import { sandboxMessages } from './sandbox-node.ts'
import { volumeMessages } from './volume.ts'

/** Version of the agent's stream; a peer that speaks another is refused by `protocol.version_mismatch`. */
export const GATEWAY_VERSION = 1

export const nodeInfoSchema = z.object({
  hostname: reportedText(256),
  kernel: reportedText(256),
  arch: z.enum(['amd64', 'arm64']),
  cpus: z.number(),
  memoryBytes: z.number(),
  diskBytes: z.number(),
  diskFreeBytes: z.number(),
  /** the part of the disk that containers write to: whether their limits hold there, else why not */
  writable: z.object({
    bytes: z.number(),
    freeBytes: z.number(),
    limited: z.boolean(),
    reason: z.string().nullable(),
  }),
  cgroup: z.enum(['v1', 'v2', 'hybrid']),
  agentVersion: reportedText(256),
  bootId: reportedText(256),
})

export type NodeInfo = z.infer<typeof nodeInfoSchema>

/** Networks that a node gives its containers addresses from; one node may not take them all. */
export const MAX_SUBNETS = 1024

/** Containers that one message speaks of: more than a node has ranges of ids for never run on it. */
const MAX_CONTAINERS = 16_384

/** Containers that are asked for in one message. */
export const MAX_ASKED = 1000

const specPage = z.strictObject({
  containers: z.array(containerSpecSchema),
  /** ids of those that did not fit the message: to be asked for with `container.specs` */
  left: z.array(z.string()).max(MAX_CONTAINERS).optional(),
  /** ids of those that control cannot tell of now: they stay as they are */
  untold: z.array(z.string()).max(MAX_CONTAINERS).optional(),
})

const empty = z.strictObject({})

/** What an agent asks of control. */
export const agentToControl = {
  ...buildMessages,
  ...logMessages,
  ...volumeMessages,
  /** First message of a stream, again every 10 s as the heartbeat, and before a report from a new subnet. */
  'node.hello': {
    request: z.strictObject({
      version: z.literal(GATEWAY_VERSION),
      info: nodeInfoSchema,
      /** all that it holds now, as `100.64.0.0/22`: an address outside of them is not believed */
      subnets: z.array(z.cidrv4()).max(MAX_SUBNETS),
    }),
    reply: z.strictObject({
      nodeId: z.string(),
      nodeName: z.string(),
      /** this node's own Redis user: it reaches the keys of its own queue and nothing else */
      queue: z.strictObject({ name: z.string(), username: z.string(), password: z.string() }),
    }),
  },
  /**
   * What is here, the last of it when `container.report` told of more before; answered with everything that this node
   * should have. What is not in it is to be removed.
   */
  'node.inventory': {
    request: z.strictObject({ containers: z.array(observedContainerSchema).max(MAX_CONTAINERS) }),
    reply: specPage,
  },
  /** Specifications of some containers of this node; an id that is not this node's is left out. */
  'container.specs': {
    request: z.strictObject({ ids: z.array(z.string()).max(MAX_ASKED) }),
    reply: specPage,
  },
  'container.report': {
    request: z.strictObject({ containers: z.array(observedContainerSchema).max(MAX_CONTAINERS) }),
    reply: empty,
  },
  'container.stats': {
    request: z.strictObject({ containers: z.array(containerStatsSchema).max(MAX_CONTAINERS) }),
    reply: empty,
  },
  /** A bearer token for pulling one image of a container that is placed here, good for minutes. */
  'registry.token': {
    request: z.strictObject({ containerId: z.string() }),
    reply: z.strictObject({
      url: z.string(),
      repository: z.string(),
      digest: digestSchema,
      token: z.string(),
    }),
  },
} as const satisfies Catalog

/** One process of a container, as it numbers pids and users itself. */
export const processInfoSchema = z.strictObject({
  pid: z.number().int(),
  uid: z.number().int(),
  /** as the container's own /etc/passwd has it */
  user: z.string().max(32).optional(),
  state: z.string().max(1),
  memoryBytes: z.number(),
  cpuMs: z.number(),
  command: z.string().max(1000),
})

export type ProcessInfo = z.infer<typeof processInfoSchema>

export const execSpecSchema = z.strictObject({
  containerId: z.string(),
  argv: z.array(z.string()).min(1),
  tty: z.boolean(),
  cols: z.number().int().min(1).max(1000).optional(),
  rows: z.number().int().min(1).max(1000).optional(),
  env: z.record(z.string(), z.string()).optional(),
  cwd: z.string().optional(),
  user: z.string().optional(),
})

export const logQuerySchema = z.strictObject({
  containerIds: z.array(z.string()).max(50),
  /** last so many lines; absent means all */
  tail: z.number().int().min(0).max(100_000).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  /** only lines that have this in them, whatever the case of its letters */
  grep: z.string().min(1).max(200).optional(),
  /** container → where to begin; of those that are missing at the beginning */
  from: z.record(z.string(), logPlaceSchema).optional(),
  follow: z.boolean(),
})

export type LogQuery = z.infer<typeof logQuerySchema>

export const logLineSchema = z.strictObject({
  containerId: z.string(),
  at: z.iso.datetime(),
  stream: z.enum(['stdout', 'stderr', 'tty', 'system']),
  text: z.string(),
})

export type LogLine = z.infer<typeof logLineSchema>

/** What control asks of an agent. Channels carry the bytes; these open and steer them. */
export const controlToAgent = {
  ...sandboxMessages,
  /** Start a command in a container; it belongs to the container and outlives agent and viewer. */
  'exec.start': { request: execSpecSchema, reply: z.strictObject({ execId: z.string() }) },
  /** Start copying files; attached and killed as a command is, and ended when its viewer leaves. */
  'files.start': {
    request: z.strictObject({ containerId: z.string(), job: fileJobSchema }),
    reply: z.strictObject({ execId: z.string() }),
  },
  /** Make an image of a container and push it; a session as with files, whose output is the digest. */
  'image.commit': {
    request: z.strictObject({
      containerId: z.string(),
      pause: z.boolean(),
      change: commitChangeSchema,
      /** the image that it runs; `token` reads it */
      base: z.strictObject({ repository: z.string(), digest: digestSchema, token: z.string() }),
      /** `token` has the rights of who asked, cut to this push */
      target: z.strictObject({
        url: z.string(),
        repository: z.string(),
        tag: z.string(),
        token: z.string(),
      }),
    }),
    reply: z.strictObject({ execId: z.string() }),
  },
  /** The node's images, and how its pulls stand. */
  'image.list': { request: empty, reply: nodeImagesSchema },
  /** Remove what nobody uses, or one image. Error: image.in_use. */
  'image.prune': {
    request: z.strictObject({ digest: digestSchema.optional() }),
    reply: z.strictObject({ freedBytes: z.number().min(0) }),
  },
  /** Pull an image before a container wants it; answered at once, `image.list` tells how far it is. */
  'image.prefetch': {
    request: z.strictObject({
      url: z.string(),
      repository: z.string(),
      digest: digestSchema,
      token: z.string(),
    }),
    reply: empty,
  },
  /** What runs in a container at this moment. */
  'container.processes': {
    request: z.strictObject({ containerId: z.string() }),
    reply: z.strictObject({ processes: z.array(processInfoSchema).max(1000) }),
  },
  /**
   * Join a running exec: opens `channel`, replays the screen of a tty, then streams. Without a size it stays as large
   * as it is.
   */
  'exec.attach': {
    request: z.strictObject({
      execId: z.string(),
      containerId: z.string(),
      channel: z.number().int(),
      cols: z.number().int().optional(),
      rows: z.number().int().optional(),
    }),
    reply: z.strictObject({ tty: z.boolean() }),
  },
  'exec.kill': { request: z.strictObject({ execId: z.string(), containerId: z.string() }), reply: empty },
  /** Opens `channel`; each frame is a JSON array of log lines; the channel closes at the end unless it follows. */
  'logs.open': {
    request: z.strictObject({ query: logQuerySchema, channel: z.number().int() }),
    reply: empty,
  },
  /**
   * Opens `channel`: a tar archive of what a volume holds at this moment, what was left out on its errors. Errors:
   * volume.busy, while one of it is under way.
   */
  'volume.export': {
    request: z.strictObject({ volume: z.string(), channel: z.number().int() }),
    reply: empty,
  },
  /**
   * Opens `channel`: the tar archive that comes on it becomes a snapshot of at most so many bytes, whole or not at all,
   * which `volume.converge` told of before it ends with 0. Errors: volume.busy, while another one of it comes.
   */
  'volume.import': {
    request: z.strictObject({
      volume: z.string(),
      snapshot: z.string(),
      bytes: z.number().int().min(1),
      channel: z.number().int(),
    }),
    reply: empty,
  },
} as const satisfies Catalog
