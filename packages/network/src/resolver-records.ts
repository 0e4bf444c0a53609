import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '@berth/file'
import { hostsOf } from './egress.ts'
import type { AttachmentRecord } from './attachment-record.ts'
import { formatAddress, formatSubnet, gatewayOf } from './subnet.ts'

/** What the resolver is told of one project's network, as JSON in `<project id>.json`. */
export type ProjectRecords = {
  /** where it listens */
  readonly gateway: string
  /** who may ask there */
  readonly subnet: string
  /** name → addresses */
  readonly names: Readonly<Record<string, readonly string[]>>
  /** the only names outside that are answered, with their addresses; absent: all names are asked outside */
  readonly outside?: Readonly<Record<string, readonly string[]>>
}

/** Where the addresses of a host that may be reached come from. */
export type AddressesOf = (host: string) => readonly number[]

/** The records of a project, from all its attachments. */
function projectRecords(
  attachments: readonly AttachmentRecord[],
  addressesOf: AddressesOf,
): ProjectRecords | undefined {
  const [first] = attachments
  if (!first) return undefined
  const names = new Map<string, string[]>()
  for (const { names: own, hostname, address } of attachments) {
    for (const name of new Set([...own, hostname])) {
      names.set(name, [...(names.get(name) ?? []), formatAddress(address)])
    }
  }
  return {
    gateway: formatAddress(gatewayOf(first.subnet)),
    subnet: formatSubnet(first.subnet),
    names: Object.fromEntries(names),
    ...outsideOf(attachments, addressesOf),
  }
}

function outsideOf(attachments: readonly AttachmentRecord[], addressesOf: AddressesOf) {
  const isOpen = attachments.every(({ egress }) => egress === undefined || egress.kind === 'open')
  if (isOpen) return {}
  const hosts = new Set(attachments.flatMap(({ egress }) => hostsOf(egress)).map(({ host }) => host))
  return {
    outside: Object.fromEntries([...hosts].map((host) => [host, addressesOf(host).map(formatAddress)])),
  }
}

/** Files of the resolver's folder; it reads them as a user of its own. */
export function createRecordFiles(directory: string, addressesOf: AddressesOf) {
  const path = (projectId: string) => join(directory, `${projectId}.json`)

  return {
    /** Write one file per project, and remove the rest. */
    async replaceAll(projects: ReadonlyMap<string, readonly AttachmentRecord[]>): Promise<void> {
      await mkdir(directory, { recursive: true, mode: 0o755 })
      const names = await readdir(directory)
      const gone = names.filter((name) => !projects.has(name.replace(/\.json$/, '')))
      await Promise.all(gone.map((name) => rm(join(directory, name), { force: true })))
      await Promise.all([...projects].map(([id, attachments]) => this.write(id, attachments)))
    },
    async write(projectId: string, attachments: readonly AttachmentRecord[]): Promise<void> {
      const records = projectRecords(attachments, addressesOf)
      if (records) await writeWhole(path(projectId), JSON.stringify(records), 0o644)
      else await rm(path(projectId), { force: true })
    },
  }
}
