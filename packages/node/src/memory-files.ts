import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createSerial } from '@berth/core'
import { readIfThere, wholeFiles, writeWhole } from '@berth/file'
import { containerSecretsSchema, type ContainerSecrets } from '@berth/protocol'
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

/** `secretsDirectory` lies in memory: what is secret is never written anywhere else, and gone after a reboot. */
export function createMemories(directory: string, secretsDirectory: string): Memories {
  const memories = new Map<string, Memory>()
  const serial = createSerial() // two writers of one file would take each other's draft away
  const path = (id: string) => join(directory, `${id}.json`)
  const secretsPath = (id: string) => join(secretsDirectory, `${id}.json`)

  /** The newest, whichever was to be written; nothing for one that was forgotten meanwhile. */
  const write = async (id: string): Promise<void> => {
    const newest = memories.get(id)
    if (!newest) return
    const { secrets, ...spec } = newest.spec
    if (secrets) await writeWhole(secretsPath(id), JSON.stringify(secrets))
    const secretsLost = newest.secretsLost || secrets !== undefined // until they are found again
    await writeWhole(path(id), JSON.stringify({ ...newest, spec, secretsLost }))
    if (!secretsLost) await rm(secretsPath(id), { force: true })
  }

  const withSecrets = async (memory: Memory): Promise<Memory> => {
    if (!memory.secretsLost) return memory
    const secrets = await readSecrets(secretsPath(memory.spec.id))
    return secrets ? { ...memory, spec: { ...memory.spec, secrets }, secretsLost: false } : memory
  }

  return {
    async load() {
      const paths = (await wholeFiles(directory)).filter((name) => name.endsWith('.json'))
      await wholeFiles(secretsDirectory) // removes the drafts of one that was killed
      const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
      const found = await Promise.all(texts.flatMap((text) => parse(text) ?? []).map(withSecrets))
      for (const memory of found) memories.set(memory.spec.id, memory)
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
      return serial.run(id, async () => {
        await rm(path(id), { force: true })
        await rm(secretsPath(id), { force: true })
      })
    },
  }
}

function parse(text: string): Memory | undefined {
  return memorySchema.safeParse(parseJson(text)).data
}

async function readSecrets(path: string): Promise<ContainerSecrets | undefined> {
  const text = await readIfThere(path)
  return text === undefined ? undefined : containerSecretsSchema.safeParse(parseJson(text)).data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
