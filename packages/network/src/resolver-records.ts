import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '@berth/file'
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
}

/** The records of a project, from all its attachments. */
function projectRecords(attachments: readonly AttachmentRecord[]): ProjectRecords | undefined {
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
  }
}

/** Files of the resolver's folder; it reads them as a user of its own. */
export function createRecordFiles(directory: string) {
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
      const records = projectRecords(attachments)
      if (records) await writeWhole(path(projectId), JSON.stringify(records), 0o644)
      else await rm(path(projectId), { force: true })
    },
  }
}
