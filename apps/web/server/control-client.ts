import { Agent, request } from 'node:http'
import { BerthError, fromWireError, isErrorCode } from '@berth/core'
import {
  type BackupAnswer,
  type BackupAsk,
  backupAnswerSchema,
  type ContainerStats,
  containerStatsSchema,
  type FetchedSource,
  type FileAsk,
  fetchedSourceSchema,
  type LabFolder,
  labFolderSchema,
  type NodeImages,
  nodeImagesSchema,
  type ProcessInfo,
  processInfoSchema,
  type ScriptReply,
  type Screen,
  type ScreenAsk,
  screensSchema,
  type ScriptRequest,
  type ReplyOf,
  type RequestOf,
  sandboxMessages,
  scriptReplySchema,
  type Ticket,
} from '@berth/protocol'
import type { TicketSigner } from '@berth/vault'
import { WebSocket } from 'ws'
import { z } from 'zod'

type Exec = Extract<Ticket, { act: 'exec' }>
type Copy = Extract<Ticket, { act: 'copy' }>
type Commit = Extract<Ticket, { act: 'commit' }>
type MirrorImage = Extract<Ticket, { act: 'mirror-image' }>
type GitFetch = Extract<Ticket, { act: 'git-fetch' }>
type LabFetch = Extract<Ticket, { act: 'lab-fetch' }>
type Attach = Extract<Ticket, { act: 'attach' }>
type Logs = Extract<Ticket, { act: 'logs' }>
type VolumeExport = Extract<Ticket, { act: 'volume-export' }>
type VolumeImport = Extract<Ticket, { act: 'volume-import' }>
type Collect = Extract<Ticket, { act: 'collect' }>
type Values = Readonly<Record<string, string>>

type FileCall<Name extends FileAsk['message']> = (
  tenantId: string,
  request: RequestOf<typeof sandboxMessages, Name>,
) => Promise<ReplyOf<typeof sandboxMessages, Name>>

/** What web asks of control; each call carries a ticket for exactly that. Errors: control's own, protocol.disconnected. */
export type ControlClient = {
  seal(tenantId: string, values: Values): Promise<Record<string, string>>
  open(tenantId: string, values: Values): Promise<Record<string, string>>
  exec(ask: Omit<Exec, 'act'>): Promise<{ execId: string }>
  copy(ask: Omit<Copy, 'act'>): Promise<{ execId: string }>
  commit(ask: Omit<Commit, 'act'>): Promise<{ execId: string }>
  readonly collect: (ask: Omit<Collect, 'act'>) => Promise<{ id: string }>
  stats(tenantId: string, containerIds: readonly string[]): Promise<ContainerStats[]>
  processes(tenantId: string, containerId: string): Promise<ProcessInfo[]>
  nodeImages(nodeId: string): Promise<NodeImages>
  pruneImages(nodeId: string, digest?: string): Promise<{ freedBytes: number }>
  prefetchImage(nodeId: string, image: { repository: string; digest: string }): Promise<void>
  /** Fetches what a deploy asks about of a mirrored image. Errors: mirror.*. */
  mirrorImage(ask: Omit<MirrorImage, 'act'>): Promise<{ digest: string | null }>
  /** Takes minutes. Errors: those of `FetchSource`. */
  fetchSource(ask: Omit<GitFetch, 'act'>): Promise<FetchedSource>
  /** Takes minutes. Errors: those of `fetchSource`. */
  fetchFolder(ask: Omit<LabFetch, 'act'>): Promise<LabFolder>
  /** Takes as long as the script may. Errors: node.unreachable, runtime.exec_failed, container.not_running. */
  runScript(tenantId: string, request: ScriptRequest): Promise<ScriptReply>
  /** Of all nodes that answer. */
  readonly readScreens: (tenantId: string, ask: ScreenAsk) => Promise<readonly Screen[]>
  /** Of a container of a sandbox. Errors: file.*, container.not_running, container.busy, node.unreachable. */
  readonly files: {
    readonly list: FileCall<'files.list'>
    readonly read: FileCall<'files.read'>
    readonly write: FileCall<'files.write'>
    readonly change: FileCall<'files.change'>
  }
  /** Errors: those of `BackupDesk`. */
  readonly backups: (tenantId: string, ask: BackupAsk) => Promise<BackupAnswer>
  /** Errors: mirror.*. */
  testMirror(prefix: string): Promise<{ ms: number }>
  /** Frames of channel 1; the caller listens before anything can arrive. */
  attach(ask: Omit<Attach, 'act'>): WebSocket
  logs(ask: Omit<Logs, 'act'>): WebSocket
  exportVolume(ask: Omit<VolumeExport, 'act'>): WebSocket
  importVolume(ask: Omit<VolumeImport, 'act'>): WebSocket
}

const valuesSchema = z.object({ values: z.record(z.string(), z.string()) })
const mirrorImageSchema = z.object({ digest: z.string().nullable() })
const mirrorTestSchema = z.object({ ms: z.number() })
const execSchema = z.object({ execId: z.string() })
const collectSchema = z.object({ id: z.string() })
const processesSchema = z.object({ processes: z.array(processInfoSchema) })
const freedSchema = z.object({ freedBytes: z.number() })
const statsSchema = z.object({ containers: z.array(containerStatsSchema) })
const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).default({}),
})

const TIMEOUT_MS = 20_000
/** a bucket may be slow, and have many manifests */
const BUCKET_MS = 4 * 60_000
/** longer than what control itself allows a fetch */
const FETCH_MS = 8 * 60_000

export function createControlClient(options: { socketPath: string; tickets: TicketSigner }): ControlClient {
  const { socketPath, tickets } = options
  const prompt = new Agent({ keepAlive: true, maxSockets: 32 })
  // the checks of a class wait for their turns on a node, and nobody waits behind them
  const patient = new Agent({ keepAlive: true, maxSockets: 256 })
  const call = async <T>(
    ticket: Ticket,
    method: string,
    path: string,
    schema: z.ZodType<T>,
    body?: object,
    timeout?: number,
  ) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const answer = await send({
      agent: timeout === undefined ? prompt : patient,
      socketPath,
      method,
      path,
      ticket: tickets.sign(ticket),
      text,
      timeout,
    })
    return parseAnswer(answer, schema)
  }
  const askFiles = <T>(tenantId: string, ask: FileAsk, schema: z.ZodType<T>) => {
    const ticket: Ticket = { act: 'sandbox-files', tenantId, containerId: ask.request.containerId }
    return call(ticket, 'POST', '/internal/sandbox/files', schema, ask, 2 * TIMEOUT_MS)
  }
  const dial = (ticket: Ticket, path: string) =>
    new WebSocket(`ws+unix:${socketPath}:${path}`, {
      headers: { authorization: `Bearer ${tickets.sign(ticket)}` },
      handshakeTimeout: TIMEOUT_MS,
      perMessageDeflate: false,
    })
  return {
    seal: async (tenantId, values) =>
      (await call({ act: 'seal', tenantId }, 'POST', '/internal/seal', valuesSchema, { values })).values,
    open: async (tenantId, values) =>
      (await call({ act: 'open', tenantId }, 'POST', '/internal/open', valuesSchema, { values })).values,
    exec: (ask) => call({ act: 'exec', ...ask }, 'POST', '/internal/exec', execSchema),
    copy: (ask) => call({ act: 'copy', ...ask }, 'POST', '/internal/copy', execSchema),
    commit: (ask) => call({ act: 'commit', ...ask }, 'POST', '/internal/commit', execSchema),
    collect: (ask) => call({ act: 'collect', ...ask }, 'POST', '/internal/collect', collectSchema),
    stats: async (tenantId, ids) => {
      const containerIds = [...ids]
      const path = `/internal/stats?ids=${containerIds.join(',')}`
      return (await call({ act: 'stats', tenantId, containerIds }, 'GET', path, statsSchema)).containers
    },
    processes: async (tenantId, containerId) => {
      const ticket: Ticket = { act: 'processes', tenantId, containerId }
      return (await call(ticket, 'GET', '/internal/processes', processesSchema)).processes
    },
    nodeImages: (nodeId) =>
      call({ act: 'node-images', nodeId }, 'GET', '/internal/node-images', nodeImagesSchema),
    pruneImages: (nodeId, digest) => {
      const ticket: Ticket = { act: 'node-prune', nodeId, ...(digest === undefined ? {} : { digest }) }
      return call(ticket, 'POST', '/internal/node-prune', freedSchema)
    },
    prefetchImage: async (nodeId, { repository, digest }) => {
      const ticket: Ticket = { act: 'node-prefetch', nodeId, repository, digest }
      await call(ticket, 'POST', '/internal/node-prefetch', z.object({}))
    },
    mirrorImage: (ask) =>
      call({ act: 'mirror-image', ...ask }, 'POST', '/internal/mirror/image', mirrorImageSchema),
    fetchSource: (ask) => {
      const ticket: Ticket = { act: 'git-fetch', ...ask }
      return call(ticket, 'POST', '/internal/git/fetch', fetchedSourceSchema, undefined, FETCH_MS)
    },
    fetchFolder: (ask) => {
      const ticket: Ticket = { act: 'lab-fetch', ...ask }
      return call(ticket, 'POST', '/internal/labs/fetch', labFolderSchema, undefined, FETCH_MS)
    },
    runScript: (tenantId, request) => {
      const ticket: Ticket = { act: 'sandbox-script', tenantId, containerId: request.containerId }
      const late = (request.waitMs ?? 0) + request.timeoutMs + TIMEOUT_MS
      return call(ticket, 'POST', '/internal/sandbox/script', scriptReplySchema, request, late)
    },
    readScreens: async (tenantId, ask) => {
      const ticket: Ticket = { act: 'sandbox-screens', tenantId }
      const path = '/internal/sandbox/screens'
      return (await call(ticket, 'POST', path, screensSchema, ask, 2 * TIMEOUT_MS)).screens
    },
    files: {
      list: (tenantId, request) =>
        askFiles(tenantId, { message: 'files.list', request }, sandboxMessages['files.list'].reply),
      read: (tenantId, request) =>
        askFiles(tenantId, { message: 'files.read', request }, sandboxMessages['files.read'].reply),
      write: (tenantId, request) =>
        askFiles(tenantId, { message: 'files.write', request }, sandboxMessages['files.write'].reply),
      change: (tenantId, request) =>
        askFiles(tenantId, { message: 'files.change', request }, sandboxMessages['files.change'].reply),
    },
    backups: (tenantId, ask) =>
      call({ act: 'backups', tenantId }, 'POST', '/internal/backups', backupAnswerSchema, ask, BUCKET_MS),
    testMirror: (prefix) =>
      call({ act: 'mirror-test', prefix }, 'POST', '/internal/mirror/test', mirrorTestSchema),
    attach: (ask) => dial({ act: 'attach', ...ask }, '/internal/attach'),
    logs: (ask) => dial({ act: 'logs', ...ask }, '/internal/logs'),
    exportVolume: (ask) => dial({ act: 'volume-export', ...ask }, '/internal/volume-export'),
    importVolume: (ask) => dial({ act: 'volume-import', ...ask }, '/internal/volume-import'),
  }
}

type Call = {
  agent: Agent
  socketPath: string
  method: string
  path: string
  ticket: string
  text: string
  timeout: number | undefined
}
type Answer = { readonly status: number; readonly text: string }

function send({
  agent,
  socketPath,
  method,
  path,
  ticket,
  text,
  timeout = TIMEOUT_MS,
}: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const lost = (cause: Error) =>
      reject(
        new BerthError('protocol.disconnected', 'control does not answer: try again in a moment', { cause }),
      )
    const headers = {
      authorization: `Bearer ${ticket}`,
      ...(text === '' ? {} : { 'content-type': 'application/json' }),
      'content-length': Buffer.byteLength(text),
    }
    const req = request({ agent, socketPath, method, path, headers, timeout }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
      res.on('error', lost)
    })
    req.on('timeout', () => req.destroy(new Error(`no answer within ${timeout} ms`)))
    req.on('error', lost)
    req.end(text)
  })
}

function parseAnswer<T>(answer: Answer, schema: z.ZodType<T>): T {
  const json = parseJson(answer.text)
  if (answer.status === 200) {
    const parsed = schema.safeParse(json)
    if (parsed.success) return parsed.data
  }
  throw errorOf(json) ?? new BerthError('internal.unexpected', `control answered ${answer.status}`)
}

/** Control's errors are its `BerthError`s as JSON, by themselves or in `error`. */
function errorOf(json: unknown): BerthError | undefined {
  const wrapped = z.object({ error: errorSchema }).safeParse(json).data?.error
  const wire = wrapped ?? errorSchema.safeParse(json).data
  return wire !== undefined && isErrorCode(wire.code) ? fromWireError(wire) : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // an empty or foreign answer has no error of ours in it
  }
}
