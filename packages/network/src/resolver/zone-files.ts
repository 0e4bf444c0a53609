import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfThere } from '@berth/file'
import { parseZone, type Zone } from './zone.ts'

/** The zones of a folder as they were when their files were last read. */
export type ZoneFiles = {
  /** Reads these files again. One that is gone, or goes while it is read, belongs to nobody any more. */
  read(names: Iterable<string>): Promise<void>
  readAll(): Promise<void>
  byGateway(): ReadonlyMap<string, Zone>
}

export function createZoneFiles(directory: string): ZoneFiles {
  const zones = new Map<string, Zone>()

  return {
    read,
    async readAll() {
      const names = new Set((await readdir(directory)).filter(isRecord))
      await read([...names, ...zones.keys()])
    },
    byGateway: () => new Map([...zones.values()].map((zone) => [zone.gateway, zone])),
  }

  async function read(names: Iterable<string>): Promise<void> {
    await Promise.all(
      [...new Set(names)].map(async (name) => {
        const text = await readIfThere(join(directory, name))
        const zone = text === undefined ? undefined : parseZone(JSON.parse(text))
        if (zone) zones.set(name, zone)
        else zones.delete(name)
      }),
    )
  }
}

/** What is written aside is none yet. */
export function isRecord(name: string): boolean {
  return name.endsWith('.json')
}
