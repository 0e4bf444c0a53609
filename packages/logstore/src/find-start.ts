import type { Position } from './log-store.ts'
import { openSegment } from './segment-reader.ts'

/** Where to begin so that at least the wanted lines are read: the earliest place that both options allow to skip to. */
export async function findStart(
  directory: string,
  segments: readonly number[],
  options: { tail?: number; since?: Date; from?: Position },
): Promise<Position> {
  const first: Position = { segment: segments[0] ?? 1, offset: 0 }
  const since = options.since === undefined ? first : await findTime(directory, segments, options.since)
  const tail = options.tail === undefined ? first : await findTail(directory, segments, options.tail)
  return [since ?? first, tail, options.from ?? first].reduce((a, b) => (isAfter(b, a) ? b : a))
}

async function findTail(directory: string, segments: readonly number[], wanted: number): Promise<Position> {
  let missing = wanted
  let position: Position = { segment: segments[0] ?? 1, offset: 0 }
  for (const segment of segments.toReversed()) {
    const reader = await openSegment(directory, segment)
    if (!reader) continue
    const { offset, lines } = await reader.back(missing)
    await reader.close()
    position = { segment, offset }
    missing -= lines
    if (missing === 0) break
  }
  return position
}

/** The newest segment whose first record is earlier than `time` holds the place; the index finds it there. */
async function findTime(
  directory: string,
  segments: readonly number[],
  time: Date,
): Promise<Position | undefined> {
  for (const segment of segments.toReversed()) {
    const reader = await openSegment(directory, segment)
    if (!reader) continue
    const [offset, head] = [await reader.seek(time), await reader.read(0)]
    await reader.close()
    const [first] = head.lines
    if (first && first.at < time) return { segment, offset }
  }
  return undefined
}

function isAfter(a: Position, b: Position): boolean {
  return a.segment > b.segment || (a.segment === b.segment && a.offset > b.offset)
}
