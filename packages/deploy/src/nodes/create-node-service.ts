import { BerthError, type Clock, createSerial, systemClock } from '@berth/core'
import type { Db, Release } from '@berth/db'
import type { NodeInfo, ObservedContainer, WantedVolume } from '@berth/protocol'
import { type FullLevel, fullLevel } from '../alerts/full-level.ts'
import type { TellTenant } from '../alerts/ports.ts'
import { tellFullNode } from '../alerts/tell-full-node.ts'
import { lockNode } from '../locks.ts'
import type { Log, SecretBox } from '../ports.ts'
import { openRelease } from '../secrets/open-release.ts'
import { type ContainerNets, containerNets } from './container-nets.ts'
import { holdSubnets } from './hold-subnets.ts'
import { createByteMask } from './mask-bytes.ts'
import { checkFence, type NodeSession } from './node-session.ts'
import { type ObserveContext, type ObservedRow, observe, refuseForeign } from './observe.ts'
import { observeSandboxed } from './observe-sandboxed.ts'
import { readObserved } from './read-observed.ts'
import { readSpecs, type SpecPage } from './read-specs.ts'
import { createLabShelf } from '../sandboxes/read-sandbox-specs.ts'
import { convergeVolumes, type VolumeReport } from '../volumes/converge-volumes.ts'

/** What the gateway does for the agents; a node is not trusted with more than what is placed on it. */
export type NodeService = {
  /** A stream of the node was accepted: every older one is fenced off. Error: node.not_found. */
  connect(nodeId: string, owner: string): Promise<NodeSession>
  disconnect(session: NodeSession): Promise<void>
  /** Error of this and all below: protocol.disconnected, when a newer stream took the session's place. */
  heartbeat(session: NodeSession, info: NodeInfo): Promise<void>
  /** All networks that the node's containers have addresses in; those that another node holds are refused. */
  holdSubnets(session: NodeSession, subnets: readonly string[]): Promise<void>
  /** Everything that the node should have, as far as it fits one message. */
  inventory(session: NodeSession, containers: readonly ObservedContainer[]): Promise<SpecPage>
  specs(session: NodeSession, ids: readonly string[]): Promise<SpecPage>
  /** Error: auth.forbidden, for containers of another node. */
  report(session: NodeSession, containers: readonly ObservedContainer[]): Promise<void>
  /** Takes over what the node has of its volumes; answers with what it shall have. */
  volumes(session: NodeSession, report: VolumeReport): Promise<WantedVolume[]>
  /** The image of a container that shall run there. Error: container.not_found. */
  imageOf(session: NodeSession, containerId: string): Promise<{ repository: string; digest: string }>
  /** Hides the environment and the secrets of these containers in frames of their log lines. */
  logMask(containerIds: readonly string[]): Promise<(payload: Uint8Array) => Uint8Array>
  /** Which of these containers are this node's. */
  ownIds(session: NodeSession, ids: readonly string[]): Promise<Set<string>>
}

export type NodeServiceOptions = {
  readonly db: Db
  readonly secrets: SecretBox
  /** told of every app whose containers changed */
  readonly onChange: (appId: string) => void
  /** told of every sandbox whose containers changed */
  readonly onSandbox?: (sandboxId: string) => void
  /** where addresses of containers lie, as `100.64.0.0/10`; a node that names another is not believed */
  readonly containerNets: readonly string[]
  readonly log: Log
  /** told of volumes that fill */
  readonly happenings: TellTenant
  readonly clock?: Clock
}

export function createNodeService(options: NodeServiceOptions): NodeService {
  const { db, secrets, onChange, onSandbox, log, clock = systemClock } = options
  const believes = containerNets(options.containerNets)
  const turns = createSerial()
  const labs = createLabShelf(db)

  /**
   * In turn with the node's other ones: of two that are under way, as when its agent gave one up and sent the next, the
   * older is written first.
   */
  function report(session: NodeSession, reports: readonly ObservedContainer[]): Promise<void> {
    return turns.run(session.nodeId, () => takeOverAll(session, reports))
  }

  async function takeOverAll(session: NodeSession, reports: readonly ObservedContainer[]): Promise<void> {
    const rows = await readObserved(
      db,
      reports.map(({ id }) => id),
    )
    refuseForeign(rows, session.nodeId)
    const byId = new Map(rows.map((row) => [row.id, row]))
    // of a container whose row is gone: the inventory's answer tells the node to remove it
    const known = reports.flatMap((report) => {
      const row = byId.get(report.id)
      return row ? [{ row, report }] : []
    })
    const { subnets } = await checkFence(db, session)
    const told = await takeOverSandboxed(session, known, subnets)
    for (const { row, report } of known) if (!told.has(row.id)) await takeOver(session, row, report)
  }

  /** Ids of those that need not be looked at anew. */
  async function takeOverSandboxed(
    session: NodeSession,
    known: readonly { readonly row: ObservedRow; readonly report: ObservedContainer }[],
    subnets: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const own = known.filter(({ row }) => row.sandboxId !== null)
    const all = await Promise.all(
      own.map(async ({ row, report }) => ({ row, report, secretValues: await secretsIn(row, report) })),
    )
    const context = { ...contextOf([], containerNets(subnets)), session, subnets }
    const changed = await observeSandboxed(db, all, context)
    for (const { row } of own) if (changed.get(row.id) && row.sandboxId !== null) onSandbox?.(row.sandboxId)
    return new Set(changed.keys())
  }

  /** The last lines of what ended may hold them. */
  async function secretsIn(row: ObservedRow, one: ObservedContainer): Promise<readonly string[]> {
    if (!one.lastLines?.length) return []
    const release = await db.release.findUnique({ where: { id: row.releaseId } })
    return release ? valuesOf(row.tenantId, release) : []
  }

  function contextOf(secretValues: readonly string[], holds: ContainerNets): ObserveContext {
    const isOurs: ContainerNets = (address) => believes(address) && holds(address)
    return { now: clock.now(), secretValues, believes: isOurs }
  }

  async function takeOver(session: NodeSession, row: ObservedRow, one: ObservedContainer): Promise<void> {
    const secretValues = await secretsIn(row, one)
    const changed = await db.$transaction(async (tx) => {
      await lockNode(tx, session.nodeId) // its subnets stay as they are until the address is written
      const { subnets } = await checkFence(tx, session)
      const context = contextOf(secretValues, containerNets(subnets))
      const current = await tx.container.findUnique({ where: { id: row.id } })
      return current ? observe(tx, { ...row, ...current }, one, context) : false
    })
    if (!changed) return
    if (row.sandboxId === null) onChange(row.appId)
    else onSandbox?.(row.sandboxId)
  }

  const valuesOf = async (tenantId: string, release: Release) =>
    (await openRelease({ tx: db, secrets }, tenantId, release)).values

  return {
    async connect(nodeId, owner) {
      const known = await db.node.findUnique({ where: { id: nodeId }, select: { id: true } })
      if (!known) throw new BerthError('node.not_found', 'this node was removed')
      const node = await db.node.update({
        where: { id: nodeId },
        data: { fence: { increment: 1 }, streamOwner: owner },
      })
      return { nodeId, nodeName: node.name, fence: node.fence }
    },
    async disconnect(session) {
      await db.node.updateMany({
        where: { id: session.nodeId, fence: session.fence },
        data: { streamOwner: null },
      })
    },
    async heartbeat(session, info) {
      const node = await checkFence(db, session)
      const state = node.state === 'offline' ? 'ready' : node.state
      const level = diskLevel(node.fullLevel, info)
      await db.$transaction(async (tx) => {
        await tx.node.update({
          where: { id: node.id },
          data: {
            state,
            info,
            cpu: info.cpus,
            memory: BigInt(Math.floor(info.memoryBytes)),
            heartbeatAt: clock.now(),
            fullLevel: level,
          },
        })
        if (level > node.fullLevel && level !== 0)
          await tellFullNode(tx, options.happenings, { node: node.name, level })
      })
      if (level > node.fullLevel) log.warn({ node: node.name, percent: level }, 'the disk of a node fills')
      if (state !== node.state) log.info({ node: node.name }, 'a node is ready')
    },
    async holdSubnets(session, subnets) {
      const { refused, lost } = await holdSubnets(db, session, subnets)
      if (refused.length > 0) {
        log.warn(
          { node: session.nodeName, subnets: refused },
          'a node names networks that another node holds: nobody is sent to its containers there',
        )
      }
      for (const appId of lost) onChange(appId)
    },
    async inventory(session, containers) {
      await report(session, containers)
      return readSpecs({ db, secrets, labs, log }, session)
    },
    async specs(session, ids) {
      await checkFence(db, session)
      return readSpecs({ db, secrets, labs, log }, session, ids)
    },
    report,
    volumes: (session, found) =>
      convergeVolumes({ db, clock, happenings: options.happenings, onChange }, session, found),
    async imageOf(session, containerId) {
      await checkFence(db, session)
      const row = await db.container.findFirst({
        where: { id: containerId, nodeId: session.nodeId, desired: 'running' },
        select: { release: { select: { repository: true, digest: true } } },
      })
      if (row) return row.release
      throw new BerthError('container.not_found', `container ${containerId} is not to run on this node`)
    },
    async logMask(containerIds) {
      const releases = await db.release.findMany({
        where: { containers: { some: { id: { in: [...containerIds] } } } },
        include: { app: { select: { tenantId: true } } },
      })
      const values = await Promise.all(releases.map((row) => valuesOf(row.app.tenantId, row)))
      return createByteMask(values.flat())
    },
    async ownIds(session, ids) {
      const rows = await db.container.findMany({
        where: { nodeId: session.nodeId, id: { in: [...ids] } },
        select: { id: true },
      })
      return new Set(rows.map(({ id }) => id))
    },
  }
}

/** Of the fuller one of its disk and of what its containers write to. */
function diskLevel(before: number, { diskBytes, diskFreeBytes, writable }: NodeInfo): FullLevel {
  const disks = [
    { bytes: diskBytes, freeBytes: diskFreeBytes },
    { bytes: writable.bytes, freeBytes: writable.freeBytes },
  ]
  const levels = disks.map(({ bytes, freeBytes }) => levelOf(before, bytes - freeBytes, bytes))
  return levels.reduce((highest, level) => (level > highest ? level : highest), 0)
}

function levelOf(before: number, used: number, most: number): FullLevel {
  const whole = (value: number) => BigInt(Math.trunc(Math.min(Math.max(0, value), Number.MAX_SAFE_INTEGER)))
  return fullLevel(before, whole(used), whole(most))
}
