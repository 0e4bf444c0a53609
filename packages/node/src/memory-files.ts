import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Memory, memorySchema } from './memory.ts'
import { writeWhole } from './write-whole.ts'

/** The memories of all containers of this node, on disk and at hand. */
export type Memories = {
  /** Reads what an earlier run left; a file that is not readable any more is as if it were not there. */
  load(): Promise<void>
  get(id: string): Memory | undefined
  all(): readonly Memory[]
  save(memory: Memory): Promise<void>
  forget(id: string): Promise<void>
}

export function createMemories(directory: string): Memories {
  const memories = new Map<string, Memory>()
  const path = (id: string) => join(directory, `${id}.json`)

  return {
    async load() {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const names = (await readdir(directory)).filter((name) => name.endsWith('.json'))
      const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
      for (const memory of texts.flatMap((text) => parse(text) ?? [])) memories.set(memory.spec.id, memory)
    },
    get: (id) => memories.get(id),
    all: () => [...memories.values()],
    async save(memory) {
      memories.set(memory.spec.id, memory)
      await writeWhole(path(memory.spec.id), JSON.stringify(memory))
    },
    async forget(id) {
      await rm(path(id), { force: true })
      memories.delete(id)
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
