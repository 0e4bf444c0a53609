import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Db } from '@berth/db'
import { type KeptLogs, type LogLine, logLineSchema, type LogPlace } from '@berth/protocol'
import { z } from 'zod'
import { mergeByTime } from './merge-by-time.ts'
import type { LogBlobs } from './ports.ts'

/** As many parts of an app's log as one reader asks for; an app has fewer, as a rule. */
const MOST_PIECES = 20_000

const lineSchema = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(logLineSchema.omit({ containerId: true }))

type Wanted = KeptLogs & {
  readonly tenantId: string
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  readonly grep?: string | undefined
}

/** What is kept, in the order of time, and up to where each container's is. */
export async function findKept(
  deps: { readonly db: Db; readonly blobs: LogBlobs },
  wanted: Wanted,
): Promise<{ lines: AsyncIterable<LogLine>; places: Record<string, LogPlace> }> {
  const { tenantId, appId, containerId, process, instance, release, since, until } = wanted
  const sources = await deps.db.logSource.findMany({
    where: {
      ...{ tenantId, appId },
      ...(containerId !== undefined && { id: containerId }),
      ...(process !== undefined && { process }),
      ...(instance !== undefined && { instance }),
      ...(release !== undefined && { release }),
    },
  })
  const pieces = await deps.db.logPiece.findMany({
    where: {
      sourceId: { in: sources.map(({ id }) => id) },
      ...(since && { to: { gte: since } }),
      ...(until && { from: { lte: until } }),
    },
    orderBy: [{ createdAt: 'desc' }],
    take: MOST_PIECES,
  })
  const places = new Map(sources.map(({ id, segment, offset }) => [id, { segment, offset }]))
  // what came after the places were read is told by its node
  const told = pieces.filter(({ sourceId, segment, end }) => {
    const place = places.get(sourceId)
    return place && (segment < place.segment || (segment === place.segment && end <= place.offset))
  })
  const bySource = Object.groupBy(told.toReversed(), ({ sourceId }) => sourceId)
  const streams = Object.entries(bySource).map(([id, own = []]) => ({
    from: own[0]?.from ?? new Date(0),
    lines: linesOf(deps.blobs, id, { digests: own.map(({ digest }) => digest), wanted }),
  }))
  return {
    lines: mergeByTime(streams),
    places: Object.fromEntries(
      sources.map(({ id, segment, offset }) => [id, { segment, offset: Number(offset) }]),
    ),
  }
}

async function* linesOf(
  blobs: LogBlobs,
  containerId: string,
  { digests, wanted }: { digests: readonly string[]; wanted: Wanted },
): AsyncGenerator<LogLine> {
  const { since, until } = wanted
  const grep = wanted.grep?.toLowerCase()
  for (const digest of digests) {
    const packed = await blobs.get(digest)
    if (!packed) continue // its days were over meanwhile
    const text = await promisify(gunzip)(packed)
    for (const row of text.toString('utf8').split('\n')) {
      if (row === '') continue
      const line = lineSchema.parse(row)
      const at = new Date(line.at)
      if ((since && at < since) || (until && at > until)) continue
      if (grep === undefined || line.text.toLowerCase().includes(grep)) yield { containerId, ...line }
    }
  }
}
