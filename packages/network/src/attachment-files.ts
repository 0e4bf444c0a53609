import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { wholeFiles, writeWhole } from '@berth/file'
import { type AttachmentRecord, parseRecord } from './attachment-record.ts'

/** The node's attachments on disk, one file each. */
export type AttachmentFiles = {
  /** Once, before anything is saved: what a killed write left aside is removed. */
  load(): Promise<readonly AttachmentRecord[]>
  save(record: AttachmentRecord): Promise<void>
  remove(containerId: string): Promise<void>
  clear(): Promise<void>
}

export function createAttachmentFiles(directory: string): AttachmentFiles {
  const path = (containerId: string) => join(directory, `${containerId}.json`)

  return {
    async load() {
      const paths = (await wholeFiles(directory)).filter((name) => name.endsWith('.json'))
      const records = await Promise.all(paths.map(read))
      return records.filter((record) => record !== undefined)
    },
    save: (record) => writeWhole(path(record.containerId), JSON.stringify(record)),
    remove: (containerId) => rm(path(containerId), { force: true }),
    clear: () => rm(directory, { recursive: true, force: true }),
  }
}

async function read(path: string): Promise<AttachmentRecord | undefined> {
  try {
    return parseRecord(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // of before a power cut: `writeWhole` leaves no half file
    throw error
  }
}
