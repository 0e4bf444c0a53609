import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'
import { type FilesJob, startFilesJob } from '../files/files-job.ts'
import type { Operation } from '../files/operation.ts'
import { decompress } from './decompress.ts'
import { createLayerPlanner, type LayerPlanner } from './layer-plan.ts'
import { type LayerLimits, refuseTooLarge } from './limits.ts'
import { lowerOwner } from './lower-owner.ts'
import { createTarReader } from './tar-reader.ts'

export type UnpackRequest = {
  /** path of berth-init */
  readonly init: string
  /** an empty folder, which becomes the layer's root */
  readonly directory: string
  /** the packed layer; it verifies its own digest, and throws when it is cut or wrong */
  readonly packed: AsyncIterable<Buffer>
  /** digest of the unpacked archive, from the image's configuration */
  readonly diffId: string
  /** layers below, lowest first; awaited only at the end, so that layers unpack side by side */
  readonly lower: Promise<readonly string[]>
  readonly limits: LayerLimits
}

/**
 * Unpacks one layer into a folder and syncs it. Errors: image.corrupt, image.unsafe, image.too_large, disk.full. What
 * it left behind on an error, or when this process dies, is the caller's to remove.
 */
export async function unpackLayer(request: UnpackRequest): Promise<{ skippedDevices: number }> {
  const job = await startFilesJob(request)
  const planner = createLayerPlanner(request.limits)
  try {
    await sendMembers(request, planner, job)
    await sendClosing(await request.lower, planner, job)
    await job.end()
    return { skippedDevices: planner.skippedDevices }
  } finally {
    job.kill()
  }
}

async function sendMembers(request: UnpackRequest, planner: LayerPlanner, job: FilesJob): Promise<void> {
  const hash = createHash(request.diffId.startsWith('sha512:') ? 'sha512' : 'sha256')
  await performArchive({ ...request, planner, job, onBytes: (bytes) => hash.update(bytes) })
  const actual = `${request.diffId.slice(0, 6)}:${hash.digest('hex')}`
  if (actual !== request.diffId) {
    throw new BerthError(
      'image.corrupt',
      `a layer unpacks to ${actual}, and the image says ${request.diffId}`,
      {
        details: { expected: request.diffId, actual },
      },
    )
  }
}

/** Has `job` make what the archive holds, as `planner` says. Errors: image.corrupt, image.unsafe, image.too_large. */
export async function performArchive(request: {
  readonly packed: AsyncIterable<Buffer>
  readonly limits: LayerLimits
  readonly planner: Pick<LayerPlanner, 'entry'>
  readonly job: FilesJob
  readonly onBytes?: (bytes: Buffer) => void
  readonly closed?: 'closed' | undefined
}): Promise<void> {
  const { planner, job } = request
  const meter = createMeter(request.limits)
  const operations = createOperationQueue(planner, (size) => meter.hole(size))
  const reader = createTarReader(operations)
  for await (const bytes of decompress(meter.packed(request.packed))) {
    meter.unpacked(bytes.length)
    request.onBytes?.(bytes)
    reader.push(bytes)
    await job.perform(operations.take())
  }
  reader.finish(request.closed)
}

async function sendClosing(lower: readonly string[], planner: LayerPlanner, job: FilesJob): Promise<void> {
  const { operations, implicit } = planner.close()
  await job.perform(operations)
  for (const path of implicit) {
    const owner = await lowerOwner(lower, path)
    await job.perform([
      { op: 'open', path: path || '.' },
      { op: 'own', owner },
    ])
  }
  await job.perform([{ op: 'sync' }])
}

/** The tar reader's handlers: members become operations, which wait here until the job takes them. */
function createOperationQueue(planner: Pick<LayerPlanner, 'entry'>, onHole: (size: number) => void) {
  let waiting: Operation[] = []
  let after: readonly Operation[] = []
  return {
    entry(entry: Parameters<LayerPlanner['entry']>[0]): void {
      const plan = planner.entry(entry)
      waiting.push(...plan.before)
      after = plan.after
    },
    data(bytes: Buffer): void {
      waiting.push({ op: 'write', bytes })
    },
    hole(size: number): void {
      onHole(size)
      waiting.push({ op: 'skip', size })
    },
    entryEnd(): void {
      waiting.push(...after)
    },
    take(): readonly Operation[] {
      const taken = waiting
      waiting = []
      return taken
    },
  }
}

function createMeter(limits: LayerLimits) {
  let packed = 0
  let unpacked = 0
  let holes = 0
  return {
    async *packed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        packed += chunk.length
        yield chunk
      }
    },
    /** Holes take no room, and whoever reads them gets their zeros all the same. */
    hole(size: number): void {
      holes += size
      if (unpacked + holes <= limits.bytes) return
      throw new BerthError('image.too_large', `a layer has sparse files of more than ${limits.bytes} bytes`)
    },
    unpacked(size: number): void {
      unpacked += size
      refuseTooLarge(limits, { packed, unpacked })
    },
  }
}
