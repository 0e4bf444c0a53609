import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'

export type IdRange = { readonly start: number; readonly size: number }

/** Ranges of host user ids that no two containers of this machine share, whichever platform they belong to. */
export type IdPool = {
  /** The owner's range; the same one as long as it is not released. Error: node.no_capacity. */
  claim(owner: string): Promise<IdRange>
  release(owner: string): Promise<void>
  /** Gives back what this instance holds for owners that are not in `keep`. */
  sweep(keep: ReadonlySet<string>): Promise<void>
}

const FIRST = 2 ** 30
const SIZE = 65_536
const COUNT = 16_384

/**
 * One file per range in a folder that all instances of the machine share: its name is the first id, made with O_EXCL,
 * so that two can never have the same; its content is `instance owner`. Claims survive a crash, and are swept later.
 */
export function createIdPool({ dir, instance }: { dir: string; instance: string }): IdPool {
  const fileOf = (start: number) => join(dir, String(start))
  const contentOf = (owner: string) => `${instance} ${owner}\n`

  const mine = async (): Promise<Map<number, string>> => {
    await mkdir(dir, { recursive: true, mode: 0o755 })
    const found = new Map<number, string>()
    for (const name of await readdir(dir)) {
      const content = await readFile(join(dir, name), 'utf8').catch(emptyWhenMissing)
      if (/^\d+$/.test(name) && content.startsWith(`${instance} `)) {
        found.set(Number(name), content.slice(instance.length + 1).trimEnd())
      }
    }
    return found
  }

  return {
    async claim(owner) {
      for (const [start, holder] of await mine()) if (holder === owner) return { start, size: SIZE }
      const taken = new Set(await readdir(dir))
      for (let i = 0; i < COUNT; i++) {
        const start = FIRST + i * SIZE
        if (taken.has(String(start))) continue
        if (await create(fileOf(start), contentOf(owner))) return { start, size: SIZE }
      }
      throw new BerthError('node.no_capacity', `all ${COUNT} ranges of user ids are taken`, {
        details: { dir },
      })
    },

    async release(owner) {
      for (const [start, holder] of await mine())
        if (holder === owner) await rm(fileOf(start), { force: true })
    },

    async sweep(keep) {
      for (const [start, holder] of await mine())
        if (!keep.has(holder)) await rm(fileOf(start), { force: true })
    },
  }
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o644 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function emptyWhenMissing(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
  throw error
}
