import { findStart } from './find-start.ts'
import { watchFolder } from './folder-changes.ts'
import { listSegments } from './list-segments.ts'
import type { LogStore, Position, StoredLine } from './log-store.ts'
import { readPiece } from './read-piece.ts'
import { openSegment } from './segment-reader.ts'

type ReadOptions = Parameters<LogStore['read']>[1]

/** Reads 64 KiB at a time, so that a log of any size takes little memory. */
export function createLogStore(): LogStore {
  return { read: readLog, piece: readPiece }
}

async function* readLog(directory: string, options: ReadOptions): AsyncGenerator<StoredLine> {
  const changes = options.follow ? watchFolder(directory) : undefined
  try {
    let position = await findStart(directory, await listSegments(directory), options)
    while (!options.signal?.aborted) {
      for await (const step of readFrom(directory, position, options.signal)) {
        position = step.position
        for (const line of step.lines) {
          if (options.until && line.at > options.until) return
          if (!options.since || line.at >= options.since) yield line
        }
      }
      if (!changes) return
      await changes.next(options.signal)
    }
  } finally {
    changes?.close()
  }
}

/** All that is written from `position` on, across segments. A newer segment means that an older one is complete. */
async function* readFrom(
  directory: string,
  start: Position,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ lines: readonly StoredLine[]; position: Position }> {
  let position = start
  for (;;) {
    const newer = (await listSegments(directory)).find((number) => number > position.segment)
    const reader = await openSegment(directory, position.segment)
    if (reader) {
      try {
        for (;;) {
          const { lines, next } = await reader.read(position.offset)
          if (next === position.offset || signal?.aborted) break
          position = { segment: position.segment, offset: next }
          yield { lines, position }
        }
      } finally {
        await reader.close()
      }
    }
    if (newer === undefined || signal?.aborted) return
    position = { segment: newer, offset: 0 }
    yield { lines: [], position }
  }
}
