import type { IncomingMessage, ServerResponse } from 'node:http'
import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { BackupDesk, SecretBox } from '@berth/deploy'
import { scriptRequestSchema, type Ticket } from '@berth/protocol'
import type { FetchSource } from '@berth/push'
import type { FetchFolder } from '@berth/sandbox/labs'
import type { Mirror } from '@berth/registry'
import type { TicketVerifier } from '@berth/vault'
import { z } from 'zod'
import { answerBackups } from '../backups/answer-backups.ts'
import type { Collector } from '../collector.ts'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
import type { StatsMemory } from '../gateway/stats-memory.ts'
import { answerJson } from '../http/answer.ts'
import { bearerOf } from '../http/bearer.ts'
import { readJson } from '../http/read-json.ts'
import { nodeScripts } from '../sandboxes/node-scripts.ts'
import { type CommitRights, commitRights } from './commit-rights.ts'
import { askFiles } from './ask-files.ts'
import { findContainer } from './find-container.ts'
import { listNodeImages, prefetchImage, pruneNodeImages } from './node-images.ts'
import { mirrorImage, mirrorTest } from './mirror-requests.ts'
import { readScreens } from './read-screens.ts'
import { wrongTicket } from './websocket-routes.ts'

export type InternalOptions = {
  readonly db: Db
  readonly tickets: TicketVerifier
  readonly secrets: SecretBox
  readonly connected: ConnectedNodes
  readonly stats: StatsMemory
  readonly commits: CommitRights
  readonly mirror: Mirror
  readonly collector: Collector
  readonly backups: BackupDesk
  readonly fetchSource: FetchSource
  readonly fetchFolder: FetchFolder
}

type Answer = (options: InternalOptions, ticket: Ticket, request: IncomingMessage) => Promise<object>

const ROUTES: Readonly<Record<string, Answer>> = {
  'POST /internal/seal': seal,
  'POST /internal/open': open,
  'POST /internal/exec': exec,
  'POST /internal/copy': copy,
  'POST /internal/commit': commit,
  'POST /internal/collect': collect,
  'POST /internal/backups': answerBackups,
  'POST /internal/mirror/image': mirrorImage,
  'POST /internal/git/fetch': gitFetch,
  'POST /internal/labs/fetch': labFetch,
  'POST /internal/mirror/test': mirrorTest,
  'POST /internal/sandbox/script': sandboxScript,
  'POST /internal/sandbox/files': askFiles,
  'POST /internal/sandbox/screens': readScreens,
  'GET /internal/stats': stats,
  'GET /internal/processes': processes,
  'GET /internal/node-images': listNodeImages,
  'POST /internal/node-prune': pruneNodeImages,
  'POST /internal/node-prefetch': prefetchImage,
}

const valuesSchema = z.strictObject({ values: z.record(z.string(), z.string()) })

/** What web asks of control: a ticket says who, for which tenant, and exactly what. */
export function internalApi(options: InternalOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path] = (request.url ?? '').split('?', 1)
    const key = `${request.method} ${path}`
    const route = Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined
    if (!route) throw new BerthError('input.invalid', `there is nothing at ${key}`)
    const ticket = options.tickets.verify(bearerOf(request))
    answerJson(response, 200, await route(options, ticket, request))
  }
}

async function seal({ secrets }: InternalOptions, ticket: Ticket, request: IncomingMessage): Promise<object> {
  if (ticket.act !== 'seal') throw wrongTicket()
  const { values } = await readJson(request, valuesSchema)
  return { values: await secrets.seal(ticket.tenantId, values) }
}

async function open({ secrets }: InternalOptions, ticket: Ticket, request: IncomingMessage): Promise<object> {
  if (ticket.act !== 'open') throw wrongTicket()
  const { values } = await readJson(request, valuesSchema)
  return { values: await secrets.open(ticket.tenantId, values) }
}

async function exec({ db, connected }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'exec') throw wrongTicket()
  const container = await findContainer(db, ticket.tenantId, ticket.exec.containerId)
  return connected.get(container.nodeId).peer.call('exec.start', ticket.exec)
}

async function copy({ db, connected }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'copy') throw wrongTicket()
  const { tenantId, containerId, job } = ticket
  const { nodeId } = await findContainer(db, tenantId, containerId)
  return connected.get(nodeId).peer.call('files.start', { containerId, job })
}

async function commit({ db, connected, commits }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'commit') throw wrongTicket()
  const { containerId, pause, change } = ticket
  const { nodeId, releaseId } = await findContainer(db, ticket.tenantId, containerId)
  const rights = await commitRights({ db, commits }, releaseId, ticket)
  return connected.get(nodeId).peer.call('image.commit', { containerId, pause, change, ...rights })
}

async function collect({ collector }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'collect') throw wrongTicket()
  const { by, dryRun, reconcile } = ticket
  return collector.begin({ by, dryRun, reconcile })
}

async function gitFetch({ fetchSource }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'git-fetch') throw wrongTicket()
  const { act: _act, ...wanted } = ticket
  return fetchSource(wanted)
}

async function labFetch({ fetchFolder }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'lab-fetch') throw wrongTicket()
  const { act: _act, ...wanted } = ticket
  return fetchFolder(wanted)
}

async function stats({ db, stats: memory }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'stats') throw wrongTicket()
  const own = await db.container.findMany({
    where: { tenantId: ticket.tenantId, id: { in: ticket.containerIds } },
    select: { id: true },
  })
  return { containers: own.flatMap(({ id }) => memory.of(id)) }
}

async function processes({ db, connected }: InternalOptions, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'processes') throw wrongTicket()
  const { containerId } = ticket
  const { nodeId } = await findContainer(db, ticket.tenantId, containerId)
  return connected.get(nodeId).peer.call('container.processes', { containerId })
}

async function sandboxScript(
  { db, connected }: InternalOptions,
  ticket: Ticket,
  request: IncomingMessage,
): Promise<object> {
  if (ticket.act !== 'sandbox-script') throw wrongTicket()
  const asked = await readJson(request, scriptRequestSchema)
  if (asked.containerId !== ticket.containerId) throw wrongTicket()
  const { nodeId, sandboxId } = await findContainer(db, ticket.tenantId, ticket.containerId)
  if (sandboxId === null) throw new BerthError('sandbox.not_found', 'this container is of no sandbox')
  return nodeScripts(connected).run(nodeId, asked)
}
