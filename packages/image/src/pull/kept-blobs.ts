import { constants } from 'node:fs'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Descriptor } from '@berth/oci'
import { createPieceWriter } from './piece-writer.ts'

/** Smaller layers come again sooner than anybody notices. */
export const KEEP_FROM = 32 * 1024 ** 2
/** Whoever was cut off comes back within seconds of its start. */
const FORGOTTEN_MS = 60 * 60_000

/** Packed bytes of large layers, kept while they come, so that a pull whose process died goes on where it was. */
export type KeptBlobs = {
  /** undefined for what is small, or is kept by another pull at this moment */
  take(descriptor: Descriptor): Promise<KeptBlob | undefined>
  /** Removes what nobody came back for; returns freed bytes. */
  clean(): Promise<number>
}

export type KeptBlob = {
  /** bytes that an earlier pull left; whether they are right is known when the digest is */
  readonly begun: number
  /** these bytes */
  read(): AsyncIterable<Buffer>
  /** Adds what follows them. Never fails: what cannot be kept is not kept. */
  add(chunk: Buffer): Promise<void>
  /** Ends its use; `keep` leaves it to the next pull. */
  release(keep: boolean): Promise<void>
}

export function createKeptBlobs(folder: string, keepFrom: number): KeptBlobs {
  const used = new Set<string>()

  const openKept = async (name: string, size: number): Promise<KeptBlob> => {
    const path = join(folder, name)
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    const found = (await handle.stat()).size
    // something is left to ask the registry for, which looks at who asks
    const begun = found < size ? found : 0
    if (begun !== found) await handle.truncate(0)
    const writer = createPieceWriter(handle, begun)
    return {
      begun,
      read: () =>
        begun > 0 ? handle.createReadStream({ start: 0, end: begun - 1, autoClose: false }) : none(),
      add: writer.add,
      release: async (keep) => {
        const whole = await writer.flush()
        await handle.close()
        if (!keep || !whole) await rm(path, { force: true })
        used.delete(name)
      },
    }
  }

  return {
    take: async ({ digest, size }) => {
      const name = digest.replace(':', '-')
      if (size < keepFrom || used.has(name)) return undefined
      used.add(name)
      return openKept(name, size).catch((error: unknown) => {
        used.delete(name)
        throw error
      })
    },
    clean: async () => {
      let freed = 0
      for (const name of await readdir(folder)) {
        if (used.has(name)) continue
        const { mtimeMs, blocks } = await stat(join(folder, name))
        if (Date.now() - mtimeMs < FORGOTTEN_MS || used.has(name)) continue
        await rm(join(folder, name), { force: true })
        freed += blocks * 512
      }
      return freed
    },
  }
}

async function* none(): AsyncGenerator<Buffer> {}
