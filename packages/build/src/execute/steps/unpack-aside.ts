import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { BerthError, randomBase32 } from '@berth/core'
import { type LayerLimits, unpackArchive } from '@berth/image'
import type { Site } from '../site.ts'
import { hostPath, type TreeEntry } from '../tree/tree-entry.ts'

/** Where each kind of archive has its mark. */
const MARKS = [
  { kind: 'plain', at: 0, bytes: [0x1f, 0x8b] },
  { kind: 'plain', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: 'plain', at: 257, bytes: [...Buffer.from('ustar')] },
  { kind: 'xz', at: 0, bytes: [0xfd, ...Buffer.from('7zXZ'), 0] },
  { kind: 'bzip2', at: 0, bytes: [...Buffer.from('BZh')] },
] as const

type Packing = (typeof MARKS)[number]['kind']

export async function looksPacked(root: string, entry: TreeEntry): Promise<boolean> {
  return entry.kind === 'file' && (await packingOf(hostPath(root, entry.path))) !== undefined
}

/** Unpacks an archive into a new folder below `extra`, and returns it. Errors: image.*, disk.full. */
export async function unpackAside(options: {
  readonly site: Site
  readonly extra: string
  readonly root: string
  readonly path: string
  readonly limits: LayerLimits
}): Promise<string> {
  const { site, extra, root, path, limits } = options
  const directory = join(extra, `unpacked-${randomBase32(8)}`)
  await mkdir(directory, { recursive: true })
  const file = hostPath(root, path)
  const packing = (await packingOf(file)) ?? 'plain'
  const packed = packing === 'plain' ? createReadStream(file) : expand(packing, file, site.signal)
  await unpackArchive({ init: site.tools.init, directory, packed: packed as AsyncIterable<Buffer>, limits })
  return directory
}

async function packingOf(path: Buffer): Promise<Packing | undefined> {
  const file = await open(path)
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(300) })
    return MARKS.find(({ at, bytes }) => bytes.every((byte, i) => buffer[at + i] === byte))?.kind
  } finally {
    await file.close()
  }
}

/** By the host's program, which sees nothing but the file. */
async function* expand(program: 'xz' | 'bzip2', path: Buffer, signal: AbortSignal): AsyncGenerator<Buffer> {
  const file = await open(path)
  const child = spawn(program, ['-dc'], { stdio: [file.fd, 'pipe', 'ignore'], env: {}, signal })
  await file.close()
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  closed.catch(() => undefined) // awaited below
  const output: Readable | null = child.stdout
  if (output) yield* output as AsyncIterable<Buffer>
  if ((await closed) !== 0) throw new BerthError('image.corrupt', `the archive cannot be read by ${program}`)
}
