import { isId } from '@berth/core'
import { type Egress, parseEgress } from './egress.ts'
import { bridgeName, portPrefix } from './host-names.ts'
import type { Attachment } from './network.ts'
import { formatAddress, gatewayOf, type Subnet } from './subnet.ts'

/** What is kept of an attachment; everything else follows from it. */
export type AttachmentRecord = {
  readonly containerId: string
  readonly tenantId: string
  readonly projectId: string
  readonly hostname: string
  readonly names: readonly string[]
  readonly subnet: Subnet
  readonly address: number
  /** absent: no */
  readonly isBuild?: boolean
  readonly egress?: Egress | undefined
  readonly connections?: number | undefined
  readonly bandwidth?: number | undefined
  /** id of the namespace and of the veth pair */
  readonly port: string
  /** absent: that of its port, as earlier versions gave it */
  readonly mac?: string
}

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/

/** Undefined when the JSON is not a record: half-written by something else than us. */
export function parseRecord(value: unknown): AttachmentRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const record = value as Partial<Record<keyof AttachmentRecord, unknown>>
  const { containerId, tenantId, projectId, hostname, names, subnet, address, port } = record
  const isBuild = record.isBuild === true
  if (typeof containerId !== 'string' || !isId('container', containerId)) return undefined
  if (typeof tenantId !== 'string' || typeof projectId !== 'string' || typeof hostname !== 'string')
    return undefined
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) return undefined
  if (!isSubnet(subnet) || typeof address !== 'number' || typeof port !== 'string') return undefined
  const limits = { connections: count(record.connections), bandwidth: count(record.bandwidth) }
  // what cannot be read of a policy is the strictest one
  const egress =
    record.egress === undefined ? undefined : (parseEgress(record.egress) ?? { kind: 'none' as const })
  const of = { containerId, tenantId, projectId, hostname, names }
  const known = { ...of, subnet, address, port, isBuild, egress, ...limits }
  return typeof record.mac === 'string' && MAC.test(record.mac) ? { ...known, mac: record.mac } : known
}

export function attachmentOf(record: AttachmentRecord, instance: string, netnsDir: string): Attachment {
  const address = formatAddress(record.address)
  const gateway = formatAddress(gatewayOf(record.subnet))
  return {
    netnsPath: `${netnsDir}/${record.port}`,
    address,
    gateway,
    // ndots:0: a name without a dot is asked as it is, which is how apps of a project call each other
    resolvConf: `nameserver ${gateway}\noptions ndots:0 timeout:2 attempts:2\n`,
    hosts: `127.0.0.1 localhost\n${address} ${record.hostname}\n`,
    hostInterface: portPrefix(instance) + record.port,
  }
}

export function bridgeOf(record: AttachmentRecord, instance: string): string {
  return bridgeName(instance, record.subnet)
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined
}

function isSubnet(value: unknown): value is Subnet {
  if (typeof value !== 'object' || value === null) return false
  const { first, prefix } = value as { first?: unknown; prefix?: unknown }
  return typeof first === 'number' && typeof prefix === 'number'
}
