import { join } from 'node:path'
import { createSerial } from '@berth/core'
import { createAddressBook } from './address-book.ts'
import { createAllowances } from './allowances.ts'
import type { Lookup } from './allowed-hosts.ts'
import { createAttachmentFiles } from './attachment-files.ts'
import { type AttachmentRecord, attachmentOf, bridgeOf } from './attachment-record.ts'
import { checkAttachRequest } from './attach-request.ts'
import { createHostCommands } from './host-commands.ts'
import { addressMac, portPrefix } from './host-names.ts'
import { raiseSettings } from './host-settings.ts'
import { hasLink, isPinned, linkCounters, listLinks } from './host-state.ts'
import { addressBatch, paceBatch, plugBatch, uplinkMtu } from './ip-batch.ts'
import { createNamespacePool } from './namespace-pool.ts'
import type { AttachRequest, Network } from './network.ts'
import { addElements, blockElements, portElements, deleteElements, projectElements } from './nft-elements.ts'
import { dropTables, tables } from './nft-table.ts'
import { createProjectNetworks } from './project-networks.ts'
import { parseReachable } from './reachable.ts'
import { removeLink } from './remove-link.ts'
import { createRecordFiles } from './resolver-records.ts'
import { type RunProgram, spawnProgram } from './run-program.ts'
import { blockOf, isSmall } from './small-networks.ts'
import { createSubnetClaims } from './subnet-claims.ts'
import { formatSubnet, parseSubnet, type Subnet } from './subnet.ts'
import { createWarmPorts } from './warm-ports.ts'

export type NetworkOptions = {
  /** 6 of a-z0-9: part of every name on the host */
  readonly instance: string
  /** attachments are kept here */
  readonly dir: string
  /** namespaces are pinned below it */
  readonly runDir: string
  /** the door's public ports, with and without TLS: the one service of the host that containers reach */
  readonly doorPorts: readonly number[]
  readonly resolverDir: string
  /** what builds may reach of private networks, as `10.0.0.0/8:4873` */
  readonly buildEgress?: readonly string[]
  readonly log: { warn(fields: object, message: string): void }
  /** where subnets come from, in order of preference */
  readonly subnetPools?: readonly string[]
  /** claims of all instances of this machine */
  readonly claimsDir?: string
  /** namespaces kept ready */
  readonly poolSize?: number
  /** connections that one container may hold, and open per second */
  readonly connections?: { readonly max: number; readonly rate: number; readonly burst: number }
  /** where the addresses of hosts that sandboxes may reach come from; without it, the host's name servers */
  readonly lookup?: Lookup
  /** how programs of the host are run; without it, by this process */
  readonly run?: RunProgram
}

const DEFAULT_POOLS = ['100.64.0.0/10', '10.128.0.0/9']
/** ports kept ready in each of the networks that were used last */
const WARM_PORTS = 4
const WARM_NETWORKS = 8
const DEFAULT_CONNECTIONS = { max: 4096, rate: 500, burst: 1000 }

/** The network of one node. Work on one project is done in order; different projects do not wait for each other. */
export function createNetwork(options: NetworkOptions): Network {
  const { instance, log } = options
  const commands = createHostCommands(options.run ?? spawnProgram)
  let mtu = 1500
  let closed = false
  const files = createAttachmentFiles(join(options.dir, 'attachments'))
  const claims = createSubnetClaims({
    directory: options.claimsDir ?? '/run/berth/subnets',
    instance,
    pools: (options.subnetPools ?? DEFAULT_POOLS).flatMap((pool) => parseSubnet(pool) ?? []),
  })
  const pool = createNamespacePool({
    instance,
    directory: join(options.runDir, 'netns'),
    size: options.poolSize ?? 4,
    commands,
    mtu: () => mtu,
    onError: (error) => log.warn({ err: error }, 'a namespace could not be made ready'),
  })
  const warm = createWarmPorts({
    instance,
    pool,
    commands,
    size: WARM_PORTS,
    shelves: WARM_NETWORKS,
    onError: (error) => log.warn({ err: error }, 'a port could not be made ready'),
  })
  const addresses = createAddressBook((projectId, subnet) => [
    ...ofProject(projectId).map(({ address }) => address),
    ...warm.addresses(subnet),
  ])
  const projects = createProjectNetworks({ instance, claims, commands, mtu: () => mtu })
  const serial = createSerial()
  const records = new Map<string, AttachmentRecord>()
  const plugged = new Set<string>()
  const allowances = createAllowances({
    instance,
    commands,
    lookup: options.lookup,
    records: () => [...records.values()],
    onChange: () =>
      void renewAllowed().catch((error: unknown) =>
        log.warn({ err: error }, 'addresses of allowed hosts were not renewed'),
      ),
  })
  const recordFiles = createRecordFiles(options.resolverDir, (host) => allowances.addressesOf(host))

  return {
    open,
    attach(request) {
      checkAttachRequest(request)
      return serial.run(request.projectId, () => attach(request))
    },
    async get(containerId) {
      const record = records.get(containerId)
      return record && view(record)
    },
    detach,
    async traffic(containerId) {
      const record = records.get(containerId)
      if (!record) return { rxBytes: 0, txBytes: 0 }
      const { rxBytes, txBytes } = linkCounters(portName(record))
      return { rxBytes: txBytes, txBytes: rxBytes } // what the host received, the container sent
    },
    subnets: () => blocksOf([...records.values()]).map(formatSubnet),
    async sweep(keep) {
      await Promise.all([...records.keys()].filter((id) => !keep.has(id)).map(detach))
    },
    reset,
    async close() {
      closed = true
      allowances.close()
      await serial.idle()
      await warm.idle()
      await pool.close()
    },
  }

  async function open(): Promise<void> {
    const refused = await raiseSettings()
    for (const { key, least, why } of refused) log.warn({ key, least, why }, 'a host setting stays too low')
    mtu = uplinkMtu(
      await commands.ipQuery(['-4', 'route', 'show', 'default']),
      await commands.ipQuery(['link', 'show']),
    )
    for (const record of await files.load()) {
      if (await isAlive(record)) records.set(record.containerId, record)
      else await files.remove(record.containerId) // the host restarted: its container ended with it
    }
    const alive = [...records.values()]
    for (const { subnet } of alive) projects.adopt(subnet)
    await pool.open(new Set(alive.map((record) => record.port)))
    await removeStrays(alive)
    for (const { subnet } of onePerProject(alive)) await projects.ensureBridge(subnet)
    const elements = [
      ...blocksOf(alive).flatMap(blockElements),
      ...onePerProject(alive).flatMap(({ subnet }) => projectElements(instance, subnet)),
      ...alive.flatMap((record) => portElements(instance, record)),
    ]
    const { doorPorts, connections = DEFAULT_CONNECTIONS } = options
    const reachable = (options.buildEgress ?? []).flatMap((text) => parseReachable(text) ?? [])
    const table = tables({ instance, doorPorts, connections, reachable })
    await commands.nft(`${table}\n${addElements(instance, elements)}`)
    await recordFiles.replaceAll(Map.groupBy(alive, (record) => record.projectId))
    void allowances.lookUp() // not waited for: what is found renews them
  }

  async function attach(request: AttachRequest) {
    const known = records.get(request.containerId)
    if (known && !(await isAlive(known))) await release(known)
    const record = records.get(request.containerId) ?? (await allocate(request))
    try {
      await allowances.lookUp()
      await Promise.all([
        plugged.has(record.containerId) || plug(record),
        allowances.renew(record),
        recordFiles.write(record.projectId, ofProject(record.projectId)),
      ])
    } catch (error) {
      await release(record)
      throw error
    }
    refill(record)
    return view(record)
  }

  async function allocate(request: AttachRequest): Promise<AttachmentRecord> {
    const { containerId, tenantId, projectId, hostname, names, isBuild = false } = request
    const { egress, connections, bandwidth } = request
    const siblings = ofProject(projectId)
    const subnet = siblings[0]?.subnet ?? (await projects.create(egress ? 'small' : 'usual'))
    try {
      const ready = warm.take(subnet)
      const port = ready ?? (await newPort(projectId, subnet))
      const limits = { egress, connections, bandwidth }
      const record = {
        containerId,
        tenantId,
        projectId,
        hostname,
        names,
        isBuild,
        ...limits,
        subnet,
        ...port,
      }
      await files.save(record) // before anything is plugged: a crash leaves nothing that no record names
      records.set(containerId, record)
      // what is made ahead knows neither limits nor where builds may go
      const isPlain = !(isBuild && options.buildEgress?.length) && !Object.values(limits).some(Boolean)
      if (ready && isPlain) plugged.add(containerId)
      return record
    } catch (error) {
      if (siblings.length === 0) await projects.remove(subnet)
      throw error
    }
  }

  async function newPort(projectId: string, subnet: Subnet) {
    const address = addresses.one(projectId, subnet)
    return { address, mac: addressMac(instance, subnet, address), port: await pool.take() }
  }

  async function plug(record: AttachmentRecord): Promise<void> {
    await projects.ensureBridge(record.subnet)
    await Promise.all([
      commands.ipWithin(pool.netnsPath(record.port), addressBatch(record.subnet, record.address, record.mac)),
      commands.ip(plugBatch(portName(record), bridgeOf(record, instance))),
      commands.nft(addElements(instance, portElements(instance, record))),
      ...pace(record),
    ])
    plugged.add(record.containerId)
  }

  /** In both directions, each at the end that it leaves from; nobody within may change it. */
  function pace(record: AttachmentRecord): readonly Promise<void>[] {
    const { bandwidth, port } = record
    if (bandwidth === undefined) return []
    return [
      commands.tc(paceBatch(portName(record), bandwidth)),
      commands.tcWithin(pool.netnsPath(port), paceBatch('eth0', bandwidth)),
    ]
  }

  /** Hosts that may be reached have other addresses. */
  async function renewAllowed(): Promise<void> {
    const limited = [...records.values()].filter(({ egress }) => egress?.kind === 'allow')
    await Promise.all(
      onePerProject(limited).map(({ projectId }) =>
        serial.run(projectId, async () => {
          const ours = ofProject(projectId)
          for (const record of ours) await allowances.renew(record)
          await recordFiles.write(projectId, ours)
        }),
      ),
    )
  }

  function refill({ projectId, subnet }: AttachmentRecord): void {
    // a sandbox has the few containers that it has
    if (!closed && !isSmall(subnet)) warm.refill(subnet, (count) => addresses.some(projectId, subnet, count))
  }

  async function detach(containerId: string): Promise<void> {
    const found = records.get(containerId)
    if (!found) return
    await serial.run(found.projectId, async () => {
      const record = records.get(containerId)
      if (record) await release(record)
    })
  }

  /** Every step may be done twice; the record goes last, so that a crash in between is made good by the next call. */
  async function release(record: AttachmentRecord): Promise<void> {
    const { containerId, projectId, subnet, port } = record
    const siblings = ofProject(projectId).filter((other) => other.containerId !== containerId)
    await recordFiles.write(projectId, siblings)
    await pool.destroy(port)
    await commands.nft(deleteElements(instance, portElements(instance, record)))
    await allowances.forget(record)
    if (siblings.length === 0) {
      await warm.drop(subnet)
      await projects.remove(subnet)
    }
    await files.remove(containerId)
    records.delete(containerId)
    plugged.delete(containerId)
  }

  /** Bridges, ports and claims that a crash left between two steps. */
  async function removeStrays(alive: readonly AttachmentRecord[]): Promise<void> {
    const bridges = new Set(alive.map((record) => bridgeOf(record, instance)))
    const strayBridges = (await ourLinks('p')).filter((link) => !bridges.has(link))
    for (const link of strayBridges) await removeLink(commands, link)
    const subnets = new Set(blocksOf(alive).map(formatSubnet))
    const strayClaims = (await claims.mine()).filter((subnet) => !subnets.has(formatSubnet(subnet)))
    for (const subnet of strayClaims) await claims.release(subnet)
  }

  async function reset(): Promise<void> {
    closed = true
    allowances.close()
    await serial.idle()
    await warm.idle()
    await pool.close()
    await commands.nft(dropTables(instance))
    await pool.destroyAll()
    for (const kind of ['v', 'p'] as const) {
      for (const link of await ourLinks(kind)) await removeLink(commands, link)
    }
    await recordFiles.replaceAll(new Map())
    await files.clear()
    for (const subnet of await claims.mine()) await claims.release(subnet)
    records.clear()
    plugged.clear()
  }

  async function ourLinks(kind: 'p' | 'v'): Promise<readonly string[]> {
    return (await listLinks()).filter((link) => link.startsWith(`b${instance}${kind}`))
  }

  async function isAlive(record: AttachmentRecord): Promise<boolean> {
    return (await isPinned(pool.netnsPath(record.port))) && (await hasLink(portName(record)))
  }

  function ofProject(projectId: string): readonly AttachmentRecord[] {
    return [...records.values()].filter((record) => record.projectId === projectId)
  }

  function portName(record: AttachmentRecord): string {
    return portPrefix(instance) + record.port
  }

  function view(record: AttachmentRecord) {
    return attachmentOf(record, instance, join(options.runDir, 'netns'))
  }
}

function onePerProject(records: readonly AttachmentRecord[]): readonly AttachmentRecord[] {
  return [...new Map(records.map((record) => [record.projectId, record])).values()]
}

/** What is claimed of the machine for them. */
function blocksOf(records: readonly AttachmentRecord[]): readonly Subnet[] {
  const blocks = records.map(({ subnet }) => blockOf(subnet))
  return [...new Map(blocks.map((block) => [block.first, block])).values()]
}
