import { listSegments } from './list-segments.ts'
import type { LogPiece, Position, StoredLine } from './log-store.ts'
import { openSegment } from './segment-reader.ts'

/** See LogStore. What rotation has removed meanwhile is passed over. */
export async function readPiece(
  directory: string,
  from: Position,
  maxBytes: number,
): Promise<LogPiece | undefined> {
  // listed before anything is read: a newer segment means that an older one is complete
  const segments = await listSegments(directory)
  for (const segment of segments.filter((number) => number >= from.segment)) {
    const offset = segment === from.segment ? from.offset : 0
    const { lines, next } = await readLines(directory, { segment, offset }, maxBytes)
    if (lines.length === 0) continue
    const isClosed = segments.some((number) => number > segment)
    return {
      start: { segment, offset },
      end: { segment, offset: next },
      lines,
      isWhole: isClosed || next - offset >= maxBytes,
    }
  }
  return undefined
}

async function readLines(
  directory: string,
  { segment, offset }: Position,
  maxBytes: number,
): Promise<{ lines: readonly StoredLine[]; next: number }> {
  const reader = await openSegment(directory, segment)
  if (!reader) return { lines: [], next: offset }
  try {
    const lines: StoredLine[] = []
    let next = offset
    while (next - offset < maxBytes) {
      const more = await reader.read(next)
      if (more.next === next) break
      lines.push(...more.lines)
      next = more.next
    }
    return { lines, next }
  } finally {
    await reader.close()
  }
}
