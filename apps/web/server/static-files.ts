import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
}
/** What a browser may take, best first, and what the build wrote beside a file. */
const PACKED = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

type Packed = { readonly file: string; readonly encoding: string; readonly bytes: number }

/**
 * Scripts and styles as the build packed them, by the address that asks for them. Everything else of the folder is left
 * to Next. Their names change with their content, so browsers keep them.
 */
export async function createStaticFiles(folder: string) {
  const found = await readPacked(folder)
  return {
    /** false: it is not one of them, or the browser takes neither packing */
    async answer(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
      const [address = ''] = (req.url ?? '').split('?', 1)
      const accepted = acceptedBy(req.headers['accept-encoding'])
      const packed = found.get(address)?.find(({ encoding }) => accepted.has(encoding))
      if (packed === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false
      res.writeHead(200, {
        'content-type': TYPES[path.extname(address)],
        'content-encoding': packed.encoding,
        'content-length': packed.bytes,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
      })
      if (req.method === 'HEAD') res.end()
      else await pipeline(createReadStream(packed.file), res).catch(() => res.destroy()) // who asked has left
      return true
    },
  }
}

async function readPacked(folder: string): Promise<ReadonlyMap<string, readonly Packed[]>> {
  const found = new Map<string, Packed[]>()
  const names = new Set(await readdir(folder, { recursive: true }))
  for (const name of names) {
    if (TYPES[path.extname(name)] === undefined) continue
    const packed: Packed[] = []
    for (const [encoding, ending] of PACKED) {
      if (!names.has(name + ending)) continue
      const file = path.join(folder, name + ending)
      packed.push({ file, encoding, bytes: (await stat(file)).size })
    }
    if (packed.length > 0) found.set(`/_next/static/${name}`, packed)
  }
  return found
}

/** Codings that the header names and does not weigh with nought. */
function acceptedBy(header: string | string[] | undefined): ReadonlySet<string> {
  const parts = String(header ?? '').split(',')
  return new Set(
    parts
      .map((part) =>
        part
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .filter(([, weight = 'q=1']) => Number(weight.replace('q=', '')) > 0)
      .map(([coding = '']) => coding),
  )
}
