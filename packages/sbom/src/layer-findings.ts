import {
  createTarReader,
  decompress,
  DEFAULT_LAYER_LIMITS,
  refuseTooLarge,
  type TarEntry,
} from '@berth/image/tar'
import type { Finding, Package } from './package.ts'
import { chooseReader, type Reader } from './readers/choose-reader.ts'

/** What one layer adds to, and takes away from, what the layers below it say. Paths have no slash at their beginning. */
export type LayerFindings = {
  readonly found: Readonly<Record<string, Finding>>
  /** paths that are gone, with what is below them */
  readonly removed: readonly string[]
  /** folders whose earlier content is gone */
  readonly cleared: readonly string[]
}

export type ReadLimits = {
  /** of one file that is read */
  readonly fileBytes: number
  readonly files: number
  readonly packages: number
  readonly whiteouts: number
}

const READ_LIMITS: ReadLimits = {
  fileBytes: 32 * 1024 * 1024,
  files: 20_000,
  packages: 20_000,
  whiteouts: 50_000,
}

const OPAQUE = '.wh..wh..opq'
const WHITEOUT = '.wh.'

/**
 * Reads a layer as it is stored. What is beyond the limits is left out; an archive that is broken, or a bomb, is
 * refused. Errors: image.corrupt, image.unsafe, image.too_large.
 */
export async function readLayer(
  packed: AsyncIterable<Buffer>,
  limits: ReadLimits = READ_LIMITS,
): Promise<LayerFindings> {
  const collector = createCollector(limits)
  const reader = createTarReader(collector)
  const counted = { packed: 0, unpacked: 0 }
  const counting = async function* () {
    for await (const bytes of packed) {
      counted.packed += bytes.length
      yield bytes
    }
  }
  for await (const bytes of decompress(counting())) {
    counted.unpacked += bytes.length
    refuseTooLarge(DEFAULT_LAYER_LIMITS, counted)
    reader.push(bytes)
  }
  reader.finish()
  return collector.result()
}

function createCollector(limits: ReadLimits) {
  const found = new Map<string, Finding>()
  const removed: string[] = []
  const cleared: string[] = []
  let files = 0
  let packages = 0
  let reading: { readonly path: string; readonly read: Reader; readonly pieces: Buffer[] } | undefined

  const keep = (path: string, finding: Finding) => {
    if (finding.kind === 'distribution') return void found.set(path, finding)
    const room = limits.packages - packages
    const kept: readonly Package[] = finding.packages.slice(0, room)
    packages += kept.length
    if (kept.length > 0) found.set(path, { kind: 'packages', packages: kept })
  }

  return {
    entry: (entry: TarEntry) => {
      const path = pathOf(entry.name)
      const name = path.slice(path.lastIndexOf('/') + 1)
      const folder = path.slice(0, path.length - name.length)
      if (name.startsWith(WHITEOUT)) {
        if (removed.length + cleared.length >= limits.whiteouts) return
        if (name === OPAQUE) cleared.push(folder)
        else removed.push(folder + name.slice(WHITEOUT.length))
        return
      }
      const read = chooseReader(path)
      if (!read) return
      // whatever it is now, it is not what the layers below had there
      found.delete(path)
      removed.push(path)
      files += 1
      if (entry.type !== 'file' || entry.size > limits.fileBytes || files > limits.files) return
      reading = { path, read, pieces: [] }
    },
    data: (bytes: Buffer) => void reading?.pieces.push(Buffer.from(bytes)),
    // no database of packages is sparse
    hole: () => {
      reading = undefined
    },
    entryEnd: () => {
      if (!reading) return
      const { path, read, pieces } = reading
      reading = undefined
      const finding = read(Buffer.concat(pieces).toString('utf8'))
      if (finding) keep(path, finding)
    },
    result: (): LayerFindings => ({ found: Object.fromEntries(found), removed, cleared }),
  }
}

/** Archives write `./a`, `/a` and `a`. */
function pathOf(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}
