import { z } from 'zod'

/**
 * What a sandbox's containers may reach outside of their own network. Names of their siblings are always answered.
 * `allow`: TCP to these hosts, by name, at the addresses that the resolver answers with; no other name is answered.
 */
export const egressSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({
    kind: z.literal('allow'),
    hosts: z
      .array(
        z.strictObject({
          host: z
            .string()
            .max(253)
            .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/),
          ports: z.array(z.number().int().min(1).max(65535)).min(1).max(16),
        }),
      )
      .max(64),
  }),
])

export type Egress = z.infer<typeof egressSchema>

/** What only containers of sandboxes are given; all of it is optional in a specification. */
export const sandboxFields = {
  /** absent: `open`, in a network that is as large as that of a project */
  egress: egressSchema.optional(),
  /** connections that it may hold at once: the next lower power of two counts, 16 to 4096 */
  connections: z.number().int().min(16).max(65_535).optional(),
  /** bytes per second of its network, in each direction */
  bandwidth: z
    .number()
    .int()
    .min(16 * 1024)
    .max(4_000_000_000)
    .optional(),
  /** the container of the node whose written files a new one begins with */
  layerOf: z.string().max(64).optional(),
  /** its shells go on when nobody looks */
  keepSessions: z.boolean().optional(),
  /** it has no program: process 1 of ours alone, for shells that are opened later */
  idle: z.literal(true).optional(),
  /** cores that it may use for a moment, after it used less than `limits.cpu` */
  burst: z.number().min(0.01).max(1024).optional(),
  /** what its siblings call it, in place of the names of an app */
  names: z
    .array(z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/))
    .max(8)
    .optional(),
}

/** Bytes of a path: those that are no UTF-8 are written as U+DC80 to U+DCFF, and go there and back. */
export const containerPathSchema = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^\//, 'must be absolute')
  .refine((path) => !path.includes('\0'), 'must not contain a NUL character')

export const SCRIPT_BYTES = 64 * 1024
export const SCRIPT_OUTPUT = 256 * 1024

/** A script of a lab, by `argv` with it as the last argument; absent: `/bin/sh -c`. */
export const scriptRequestSchema = z.strictObject({
  containerId: z.string(),
  script: z.string().max(SCRIPT_BYTES),
  argv: z.array(z.string().max(4096)).min(1).max(16).optional(),
  user: z.string().max(256).optional(),
  cwd: z.string().max(4096).optional(),
  env: z.record(z.string(), z.string()).optional(),
  /** from its turn on */
  timeoutMs: z.number().int().min(100).max(600_000),
  /** how long it may wait for its turn on the node, in addition; absent: as long as whoever asks waits */
  waitMs: z.number().int().min(0).max(300_000).optional(),
  /** bytes: the last that it printed are kept */
  maxOutput: z.number().int().min(0).max(SCRIPT_OUTPUT),
})

export type ScriptRequest = z.infer<typeof scriptRequestSchema>

export const scriptReplySchema = z.strictObject({
  /** null: it did not end by itself */
  code: z.number().int().nullable(),
  /** both streams as they came, as text */
  output: z.string(),
  truncated: z.boolean(),
  timedOut: z.boolean(),
})

export type ScriptReply = z.infer<typeof scriptReplySchema>

export const fileEntrySchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'other']),
  /** bytes */
  size: z.number().min(0),
  /** milliseconds since 1970, exact to the thousandth */
  mtime: z.number(),
  mode: z.number().int(),
  /** of a link: where it leads, and whether a folder is there */
  target: z.string().optional(),
  leadsToFolder: z.boolean().optional(),
})

export type FileEntry = z.infer<typeof fileEntrySchema>

/** Entries of one folder, as many as are told of. */
export const MAX_ENTRIES = 2000

export const folderSchema = z.strictObject({
  entries: z.array(fileEntrySchema).max(MAX_ENTRIES),
  /** there are more */
  truncated: z.boolean(),
})

export type Folder = z.infer<typeof folderSchema>

export const fileChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mkdir'), path: containerPathSchema }),
  /** nothing may be at `to` */
  z.strictObject({ kind: z.literal('rename'), path: containerPathSchema, to: containerPathSchema }),
  /** with all that is in it */
  z.strictObject({ kind: z.literal('remove'), path: containerPathSchema }),
])

export type FileChange = z.infer<typeof fileChangeSchema>

/** Bytes of a file that one message carries. */
export const MAX_FILE = 4 * 1024 * 1024

const base64 = z.base64().max(Math.ceil(MAX_FILE / 3) * 4)
const who = { containerId: z.string(), user: z.string().max(256).optional() }

export const screenSchema = z.strictObject({
  execId: z.string(),
  /** rows of text as wide as the terminal at most, the last ones; blank ones at the end are left out */
  lines: z.array(z.string()).max(200),
  cols: z.number().int(),
  rows: z.number().int(),
  /** within the whole screen, from 0 */
  cursor: z.strictObject({ row: z.number().int(), column: z.number().int() }),
  /** when it printed last, as this node saw it */
  changedAt: z.iso.datetime(),
})

export type Screen = z.infer<typeof screenSchema>

/** What control asks of an agent for a sandbox. */
export const sandboxMessages = {
  /** Errors: runtime.exec_failed, container.not_running, container.busy. */
  'sandbox.script': { request: scriptRequestSchema, reply: scriptReplySchema },
  /** Errors of all files: file.not_found, file.exists, file.refused, container.busy. */
  'files.list': {
    request: z.strictObject({ ...who, path: containerPathSchema }),
    reply: folderSchema,
  },
  /** The first `maxBytes` of a regular file. */
  'files.read': {
    request: z.strictObject({
      ...who,
      path: containerPathSchema,
      maxBytes: z.number().int().min(0).max(MAX_FILE),
    }),
    reply: z.strictObject({
      content: base64,
      size: z.number().min(0),
      mode: z.number().int(),
      mtime: z.number(),
    }),
  },
  /** Whole or not at all; an existing file keeps its mode and its owner, and a link stays one. */
  'files.write': {
    request: z.strictObject({
      ...who,
      path: containerPathSchema,
      content: base64,
      /** refuse, with file.changed, when the file has another time */
      unlessChanged: z.number().optional(),
    }),
    reply: z.strictObject({ mtime: z.number() }),
  },
  'files.change': {
    request: z.strictObject({ ...who, change: fileChangeSchema }),
    reply: z.strictObject({}),
  },
  /** What stands on the screens of shells; of those that ended nothing. */
  'screen.read': {
    request: z.strictObject({
      sessions: z.array(z.strictObject({ containerId: z.string(), execId: z.string() })).max(300),
      rows: z.number().int().min(1).max(200),
    }),
    reply: z.strictObject({ screens: z.array(screenSchema) }),
  },
} as const

/** Which screens web asks control for, and how control answers. */
export const screenAskSchema = sandboxMessages['screen.read'].request
export const screensSchema = sandboxMessages['screen.read'].reply

export type ScreenAsk = z.infer<typeof screenAskSchema>

/** One question about files, as web asks control. */
export const fileAskSchema = z.discriminatedUnion('message', [
  z.strictObject({ message: z.literal('files.list'), request: sandboxMessages['files.list'].request }),
  z.strictObject({ message: z.literal('files.read'), request: sandboxMessages['files.read'].request }),
  z.strictObject({ message: z.literal('files.write'), request: sandboxMessages['files.write'].request }),
  z.strictObject({ message: z.literal('files.change'), request: sandboxMessages['files.change'].request }),
])

export type FileAsk = z.input<typeof fileAskSchema>
