import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createSerial } from '@berth/core'
import { wholeFiles, writeWhole } from '@berth/file'
import { type Memory, memorySchema } from './memory.ts'

/** The memories of all containers of this node, on disk and at hand. */
export type Memories = {
  /** Before anything is saved: reads what an earlier run left. A file that cannot be read is as if it were not there. */
  load(): Promise<void>
  get(id: string): Memory | undefined
  all(): readonly Memory[]
  save(memory: Memory): Promise<void>
  forget(id: string): Promise<void>
}

export function createMemories(directory: string): Memories {
  const memories = new Map<string, Memory>()
  const serial = createSerial() // two writers of one file would take each other's draft away
  const path = (id: string) => join(directory, `${id}.json`)

  /** The newest, whichever was to be written; nothing for one that was forgotten meanwhile. */
  const write = async (id: string): Promise<void> => {
    const newest = memories.get(id)
    if (newest) await writeWhole(path(id), JSON.stringify(newest))
  }

  return {
    async load() {
      const paths = (await wholeFiles(directory)).filter((name) => name.endsWith('.json'))
      const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
      for (const memory of texts.flatMap((text) => parse(text) ?? [])) memories.set(memory.spec.id, memory)
    },
    get: (id) => memories.get(id),
    all: () => [...memories.values()],
    save(memory) {
      const { id } = memory.spec
      memories.set(id, memory)
      return serial.run(id, () => write(id))
    },
    forget(id) {
      memories.delete(id)
      return serial.run(id, () => rm(path(id), { force: true }))
    },
  }
}

function parse(text: string): Memory | undefined {
  try {
    return memorySchema.safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
