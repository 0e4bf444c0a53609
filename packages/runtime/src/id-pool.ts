import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, createSerial } from '@berth/core'

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
  const serial = createSerial() // two who ask for one owner at once get one range
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => serial.run('ids', task)
  let known: Map<string, number> | undefined

  return {
    claim: (owner) => inTurn(() => claim(owner)),
    release: (owner) => inTurn(() => giveBack((holder) => holder === owner)),
    sweep: (keep) => inTurn(() => giveBack((holder) => !keep.has(holder))),
  }

  async function claim(owner: string): Promise<IdRange> {
    const held = await mine()
    const before = held.get(owner)
    if (before !== undefined && (await stillOurs(before, owner))) return { start: before, size: SIZE }
    const taken = new Set(await readdir(dir))
    for (let i = 0; i < COUNT; i++) {
      const start = FIRST + i * SIZE
      if (taken.has(String(start)) || !(await create(fileOf(start), contentOf(owner)))) continue
      held.set(owner, start)
      return { start, size: SIZE }
    }
    throw new BerthError('node.no_capacity', `all ${COUNT} ranges of user ids are taken`, {
      details: { dir },
    })
  }

  async function giveBack(isOver: (holder: string) => boolean): Promise<void> {
    const held = await mine()
    for (const [holder, start] of held) {
      if (!isOver(holder)) continue
      if (await stillOurs(start, holder)) await rm(fileOf(start), { force: true })
      held.delete(holder)
    }
  }

  /** Owner → first id. The folder is read once: with a thousand apps it would be most of a start. */
  async function mine(): Promise<Map<string, number>> {
    known ??= await load()
    return known
  }

  async function load(): Promise<Map<string, number>> {
    await mkdir(dir, { recursive: true, mode: 0o755 })
    const found = new Map<string, number>()
    for (const name of (await readdir(dir)).filter((name) => /^\d+$/.test(name))) {
      const content = await readFile(join(dir, name), 'utf8').catch(emptyWhenMissing)
      if (content.startsWith(`${instance} `)) {
        found.set(content.slice(instance.length + 1).trimEnd(), Number(name))
      }
    }
    return found
  }

  /** Somebody may have emptied the folder, and another platform taken the range. */
  async function stillOurs(start: number, owner: string): Promise<boolean> {
    return (await readFile(fileOf(start), 'utf8').catch(emptyWhenMissing)) === contentOf(owner)
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
