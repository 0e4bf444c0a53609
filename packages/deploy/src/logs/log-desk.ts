import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { BerthError } from '@berth/core'
import type { Db, LogSource } from '@berth/db'
import type { LogPiece, LogPlace } from '@berth/protocol'
import { createByteMask } from '../nodes/mask-bytes.ts'
import { checkFence, type NodeSession } from '../nodes/node-session.ts'
import type { SecretBox } from '../ports.ts'
import { openRelease } from '../secrets/open-release.ts'
import { findSources } from './find-sources.ts'
import type { LogBlobs } from './ports.ts'

/** Takes the logs of a node's containers, so that they outlive them. */
export type LogDesk = {
  /** Up to where each is kept; those that are not to be are missing. */
  places(session: NodeSession, ids: readonly string[]): Promise<Record<string, LogPlace>>
  /** What does not follow what is kept is not taken. Errors: container.not_found, input.invalid. */
  keep(session: NodeSession, piece: LogPiece): Promise<{ next: LogPlace }>
}

/** A quarter of a MiB of lines, as JSON with every character escaped. */
const MAX_UNPACKED = 8 * 1024 * 1024

export function createLogDesk(options: {
  readonly db: Db
  readonly secrets: SecretBox
  readonly blobs: LogBlobs
}): LogDesk {
  const { db, blobs } = options
  return {
    async places(session, ids) {
      await checkFence(db, session)
      const sources = await findSources(db, session.nodeId, ids)
      return Object.fromEntries(sources.map((source) => [source.id, placeOf(source)]))
    },
    async keep(session, piece) {
      await checkFence(db, session)
      const source = await db.logSource.findFirst({ where: { id: piece.id, nodeId: session.nodeId } })
      if (!source) throw new BerthError('container.not_found', `the log of ${piece.id} is not kept`)
      if (!follows(piece, placeOf(source))) return { next: placeOf(source) }
      const lines = await unpacked(piece)
      checkCount(piece, lines)
      const text = await masked(source, lines)
      const packed = await promisify(gzip)(text)
      const digest = `sha256:${createHash('sha256').update(packed).digest('hex')}`
      await blobs.put(digest, packed)
      return { next: await write(source, piece, { digest, bytes: text.length }) }
    },
  }

  /** Hidden before it is stored: a version of a secret may be gone when somebody reads it. */
  async function masked(source: LogSource, text: Uint8Array): Promise<Uint8Array> {
    const release = await db.release.findUnique({ where: { id: source.releaseId } })
    if (!release) return text
    const { values } = await openRelease({ tx: db, secrets: options.secrets }, source.tenantId, release)
    return createByteMask(values)(text)
  }

  async function write(
    source: LogSource,
    { start, end, from, to, lines }: LogPiece,
    stored: { digest: string; bytes: number },
  ): Promise<LogPlace> {
    const { segment, offset } = source
    return db.$transaction(async (tx) => {
      const moved = await tx.logSource.updateMany({
        where: { id: source.id, segment, offset }, // nobody kept more meanwhile
        data: { segment: end.segment, offset: BigInt(end.offset) },
      })
      if (moved.count === 0) {
        return placeOf(await tx.logSource.findUniqueOrThrow({ where: { id: source.id } }))
      }
      await tx.logPiece.create({
        data: {
          ...{ sourceId: source.id, segment: start.segment, start: BigInt(start.offset) },
          ...{ end: BigInt(end.offset), from, to, lines, ...stored },
        },
      })
      return end
    })
  }
}

function placeOf({ segment, offset }: LogSource): LogPlace {
  return { segment, offset: Number(offset) }
}

/** What lies between may have been rotated away. */
function follows({ start, end }: LogPiece, place: LogPlace): boolean {
  const isNext =
    start.segment === place.segment ? start.offset === place.offset : start.segment > place.segment
  return isNext && end.segment === start.segment && end.offset > start.offset
}

async function unpacked({ data }: LogPiece): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(Buffer.from(data, 'base64'), { maxOutputLength: MAX_UNPACKED })
  } catch (cause) {
    throw new BerthError('input.invalid', 'a piece of a log is not packed as it should be', { cause })
  }
}

const NEW_LINE = 0x0a

/** A place in a log moves by what was written there, and by nothing else. */
function checkCount({ id, lines }: LogPiece, text: Uint8Array): void {
  const found = text.reduce((count, byte) => count + (byte === NEW_LINE ? 1 : 0), 0)
  if (found === lines && text.at(-1) === NEW_LINE) return
  throw new BerthError('input.invalid', `a piece of the log of ${id} has ${found} lines, and says ${lines}`)
}
