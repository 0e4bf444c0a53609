import type { LogLine } from '@berth/protocol'

type Stream = { readonly from: Date; readonly lines: AsyncIterator<LogLine> }
type Open = { readonly lines: AsyncIterator<LogLine>; head: LogLine }

/** Lines of several containers in the order of time. A stream is opened when it is its turn, and not before. */
export async function* mergeByTime(streams: readonly Stream[]): AsyncGenerator<LogLine> {
  const waiting = streams.toSorted((a, b) => a.from.getTime() - b.from.getTime())
  const open: Open[] = []
  for (;;) {
    const [first] = open
    const next = waiting[0]
    if (next && (!first || next.from.toISOString() <= first.head.at)) {
      waiting.shift()
      await push(open, next.lines)
    } else if (first) {
      open.shift()
      yield first.head
      await push(open, first.lines)
    } else return
  }
}

/** Keeps the open ones in the order of their next lines. */
async function push(open: Open[], lines: AsyncIterator<LogLine>): Promise<void> {
  const { done, value } = await lines.next()
  if (done) return
  const at = open.findIndex(({ head }) => head.at > value.at)
  open.splice(at < 0 ? open.length : at, 0, { lines, head: value })
}
