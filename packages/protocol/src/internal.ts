import { z } from 'zod'
import { commitChangeSchema } from './commit.ts'
import { fileJobSchema } from './file-job.ts'
import { execSpecSchema, logQuerySchema } from './gateway.ts'

/**
 * Web asks control over control's unix socket. Every request carries a ticket (`Authorization: Bearer <ticket>`,
 * signed by web with the key that the two share): who asks, for which tenant, and exactly what.
 *
 * `POST /internal/seal`      ticket `{seal}`    body `{values: {KEY: plain}}` → `{values: {KEY: sealed}}`
 * `POST /internal/open`      ticket `{open}`    body `{values: {KEY: sealed}}` → `{values: {KEY: plain}}`
 * `POST /internal/exec`      ticket `{exec}`    → `{execId}`
 * `POST /internal/copy`      ticket `{copy}`    → `{execId}`, of a session that copies files
 * `POST /internal/commit`    ticket `{commit}`  → `{execId}`, of a session whose output is the image's digest
 * `POST /internal/collect`   ticket `{collect}` → `{id}` of the collection that begins
 * `GET  /internal/processes` ticket `{processes}` → `{processes: ProcessInfo[]}` of one container
 * `GET  /internal/attach`    ticket `{attach}`  websocket; binary frames of channel.ts, channel 1
 * `GET  /internal/logs`      ticket `{logs}`    websocket; the same
 * `GET  /internal/volume-export` ticket `{volume-export}` websocket; the same
 * `GET  /internal/volume-import` ticket `{volume-import}` websocket; the same, an archive comes in
 * `POST /internal/mirror/image` ticket `{mirror-image}` → `{digest: string | null}`, when what a deploy asks about is here
 * `POST /internal/git/fetch`    ticket `{git-fetch}`    → `FetchedSource`, when the code is here: minutes
 * `POST /internal/labs/fetch`   ticket `{lab-fetch}`    → `LabFolder`: minutes
 * `POST /internal/sandbox/script` ticket `{sandbox-script}` body `ScriptRequest` → `ScriptReply`
 * `POST /internal/sandbox/files`  ticket `{sandbox-files}`  body `{message, request}` of `files.…` → its reply
 * `POST /internal/sandbox/screens` ticket `{sandbox-screens}` body as of `screen.read` → its reply, of all nodes
 * `POST /internal/mirror/test`  ticket `{mirror-test}`  → `{ms}`
 * `POST /internal/backups`      ticket `{backups}` body `BackupAsk` → `BackupAnswer`
 * `GET  /internal/stats?ids=…` ticket `{stats}` → `{containers: ContainerStats[]}` (latest two samples of each)
 * `GET  /internal/node-images`   ticket `{node-images}`   → `NodeImages` of one node
 * `POST /internal/node-prune`    ticket `{node-prune}`    → `{freedBytes}`
 * `POST /internal/node-prefetch` ticket `{node-prefetch}` → `{}`, when the node has begun
 *
 * `PUT  /api/v1/sources`       ticket `{source}`        → `SourceView`; through the door, by whoever web gave the ticket to
 *
 * A refusal is a status of 400 and above with the error's `{code, message, details}` as JSON.
 */
const keptLogsSchema = z.strictObject({
  appId: z.string(),
  containerId: z.string().optional(),
  process: z.string().optional(),
  instance: z.number().int().optional(),
  release: z.number().int().optional(),
})

export type KeptLogs = z.infer<typeof keptLogsSchema>

export const ticketSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('seal'), tenantId: z.string() }),
  z.strictObject({ act: z.literal('open'), tenantId: z.string() }),
  z.strictObject({ act: z.literal('source'), tenantId: z.string(), by: z.string() }),
  z.strictObject({ act: z.literal('exec'), tenantId: z.string(), by: z.string(), exec: execSpecSchema }),
  z.strictObject({
    act: z.literal('copy'),
    tenantId: z.string(),
    by: z.string(),
    containerId: z.string(),
    job: fileJobSchema,
  }),
  z.strictObject({
    act: z.literal('commit'),
    tenantId: z.string(),
    by: z.string(),
    /** who asks, as the registry knows them: it looks their rights up at each request */
    subject: z.string(),
    containerId: z.string(),
    repository: z.string(),
    tag: z.string(),
    pause: z.boolean(),
    change: commitChangeSchema,
  }),
  z.strictObject({
    act: z.literal('attach'),
    tenantId: z.string(),
    containerId: z.string(),
    execId: z.string(),
    cols: z.number().int().optional(),
    rows: z.number().int().optional(),
  }),
  z.strictObject({ act: z.literal('processes'), tenantId: z.string(), containerId: z.string() }),
  z.strictObject({
    act: z.literal('collect'),
    by: z.string(),
    dryRun: z.boolean(),
    reconcile: z.boolean(),
  }),
  z.strictObject({
    act: z.literal('logs'),
    tenantId: z.string(),
    query: logQuerySchema,
    /** first what is kept of these, whether they are there or not */
    kept: keptLogsSchema.optional(),
  }),
  z.strictObject({ act: z.literal('volume-export'), tenantId: z.string(), volumeId: z.string() }),
  z.strictObject({
    act: z.literal('volume-import'),
    tenantId: z.string(),
    volumeId: z.string(),
    by: z.string(),
    ip: z.string().nullable(),
    /** the most that it unpacks to, where that is known */
    bytes: z.number().int().min(1).optional(),
  }),
  z.strictObject({ act: z.literal('backups'), tenantId: z.string() }),
  z.strictObject({ act: z.literal('node-images'), nodeId: z.string() }),
  z.strictObject({ act: z.literal('node-prune'), nodeId: z.string(), digest: z.string().optional() }),
  z.strictObject({
    act: z.literal('node-prefetch'),
    nodeId: z.string(),
    repository: z.string(),
    digest: z.string(),
  }),
  z.strictObject({
    act: z.literal('mirror-image'),
    repository: z.string(),
    reference: z.string(),
    architectures: z.array(z.string()).max(20),
  }),
  z.strictObject({
    act: z.literal('git-fetch'),
    tenantId: z.string(),
    by: z.string(),
    appId: z.string().nullable(),
    url: z.string().max(2000),
    branch: z.string().max(255).nullable(),
    directory: z.string().max(1024).nullable(),
  }),
  z.strictObject({
    act: z.literal('lab-fetch'),
    tenantId: z.string(),
    by: z.string(),
    url: z.string().max(2000),
    branch: z.string().max(255).nullable(),
    directory: z.string().max(1024).nullable(),
  }),
  z.strictObject({ act: z.literal('mirror-test'), prefix: z.string() }),
  /** one script of a lab in this container */
  z.strictObject({ act: z.literal('sandbox-script'), tenantId: z.string(), containerId: z.string() }),
  /** one question about files of this container */
  z.strictObject({ act: z.literal('sandbox-files'), tenantId: z.string(), containerId: z.string() }),
  /** what stands on terminals of the tenant's sandboxes */
  z.strictObject({ act: z.literal('sandbox-screens'), tenantId: z.string() }),
  /** whoever brings it may visit this locked port: the one ticket that a browser carries */
  z.strictObject({
    ...{ act: z.literal('sandbox-port'), sandboxId: z.string(), name: z.string() },
    /** as the sandbox had it when the right was looked at: no ticket outlives what was ended since */
    turn: z.number().int(),
  }),
  z.strictObject({
    act: z.literal('stats'),
    tenantId: z.string(),
    containerIds: z.array(z.string()).max(200),
  }),
])

export type Ticket = z.infer<typeof ticketSchema>
