import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { encodeTarHeader, folderEntries, type LayerEntry, TAR_END, tarPadding } from '@berth/image/tar'

/** Who owns what arrives: the container's root, since ids of this machine mean nothing there. */
const OWNER = { uid: 0, gid: 0 }

/** A file or folder of this machine as an archive whose names begin with `name`; without one, a folder's content. */
export async function* localArchive(path: string, name: string | undefined): AsyncGenerator<Uint8Array> {
  yield* archiveOf(entriesOf(path, name))
}

/** A tar archive of what is given. Error: input.invalid, for a file that became shorter meanwhile. */
export async function* archiveOf(entries: AsyncIterable<LayerEntry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    yield encodeTarHeader(entry)
    if (entry.type !== 'file') continue
    yield* contentOf(entry)
    yield tarPadding(entry.size)
  }
  yield TAR_END
}

async function* entriesOf(path: string, name: string | undefined): AsyncGenerator<LayerEntry> {
  const stats = await lstat(path)
  if (stats.isFile() && name !== undefined) {
    const common = {
      path: name,
      mode: stats.mode & 0o7777,
      ...OWNER,
      seconds: Math.floor(stats.mtimeMs / 1000),
    }
    yield { type: 'file', size: stats.size, open: () => createReadStream(path), ...common }
  } else {
    yield* folderEntries(path, { owner: OWNER, ...(name !== undefined && { prefix: name }) })
  }
}

/** As many bytes as the header says: a file that changes meanwhile would shift everything behind it. */
async function* contentOf(entry: Extract<LayerEntry, { type: 'file' }>): AsyncGenerator<Uint8Array> {
  let left = entry.size
  for await (const chunk of entry.open() as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left)
    left -= Math.min(left, chunk.length)
    if (left === 0) return
  }
  if (left > 0) throw new BerthError('input.invalid', `${entry.path} became shorter while it was read`)
}
