import { BerthError } from '@berth/core'
import type { LogStore, StoredLine } from '@berth/logstore'
import {
  type Channel,
  type ChannelEnd,
  createSendWindow,
  decodeAck,
  FRAME,
  type LogLine,
  type LogQuery,
} from '@berth/protocol'
import { createGate } from './gate.ts'

/** Lines of one frame; a frame stays well below the high mark of the window. */
const LINES_PER_FRAME = 100
const BYTES_PER_FRAME = 32_000

/** Sends the lines of one or more containers through a channel, in the order in which they come, as JSON arrays. */
export async function streamLogs(options: {
  logs: LogStore
  directoryOf: (containerId: string) => string
  query: LogQuery
  channel: Channel
}): Promise<void> {
  const { channel, query } = options
  const wanted = query.grep?.toLowerCase()
  const stop = new AbortController()
  const gate = createGate()
  const window = createSendWindow(gate)
  channel.onLost(() => stop.abort())
  channel.onFrame(({ kind, payload }) => {
    if (kind === FRAME.ack) window.acked(decodeAck(payload))
    if (kind === FRAME.end) stop.abort()
  })
  stop.signal.addEventListener('abort', () => gate.resume())
  let end: ChannelEnd = { kind: 'closed' }
  try {
    await Promise.all(query.containerIds.map((id) => streamOne(id)))
  } catch (error) {
    if (!stop.signal.aborted) end = endOf(error)
  } finally {
    if (!stop.signal.aborted) channel.send(FRAME.end, Buffer.from(JSON.stringify(end)))
    stop.abort()
    channel.close()
  }

  async function streamOne(containerId: string): Promise<void> {
    let batch: LogLine[] = []
    let bytes = 0
    const flush = async () => {
      if (batch.length === 0) return
      const payload = Buffer.from(JSON.stringify(batch))
      batch = []
      bytes = 0
      await gate.open()
      if (stop.signal.aborted) return
      channel.send(FRAME.data, payload)
      window.sent(payload.length)
    }
    const where = { ...readOptions(query, stop.signal), ...fromOf(query, containerId) }
    const lines = options.logs.read(options.directoryOf(containerId), where)
    for await (const group of inBursts(lines)) {
      for (const line of group) {
        if (wanted !== undefined && !line.text.toLowerCase().includes(wanted)) continue
        batch.push({ containerId, at: line.at.toISOString(), stream: line.stream, text: line.text })
        bytes += line.text.length
        if (batch.length >= LINES_PER_FRAME || bytes >= BYTES_PER_FRAME) await flush()
      }
      await flush()
      if (stop.signal.aborted) return
    }
  }
}

function fromOf(
  { from = {} }: LogQuery,
  containerId: string,
): { from?: { segment: number; offset: number } } {
  const place = Object.hasOwn(from, containerId) ? from[containerId] : undefined
  return place ? { from: place } : {}
}

function readOptions(query: LogQuery, signal: AbortSignal): Parameters<LogStore['read']>[1] {
  return {
    follow: query.follow,
    signal,
    ...(query.tail === undefined ? {} : { tail: query.tail }),
    ...(query.since === undefined ? {} : { since: new Date(query.since) }),
    ...(query.until === undefined ? {} : { until: new Date(query.until) }),
  }
}

/** What is there at once comes together, so that a busy log makes few frames and a quiet one does not wait. */
async function* inBursts(lines: AsyncIterable<StoredLine>): AsyncGenerator<readonly StoredLine[]> {
  const iterator = lines[Symbol.asyncIterator]()
  const advance = () => {
    const step = iterator.next()
    step.catch(() => undefined) // whoever awaits it hears of it: it may fail before anybody does
    return step
  }
  let next = advance()
  try {
    for (;;) {
      const first = await next
      if (first.done) return
      const burst = [first.value]
      next = advance()
      while (burst.length < LINES_PER_FRAME) {
        const more = await Promise.race([next, turn()])
        if (more === undefined || more.done) break
        burst.push(more.value)
        next = advance()
      }
      yield burst
    }
  } finally {
    await iterator.return?.()
  }
}

function turn(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(resolve, undefined))
}

function endOf(error: unknown): ChannelEnd {
  return error instanceof BerthError
    ? { kind: 'error', code: error.code, message: error.message }
    : {
        kind: 'error',
        code: 'internal.unexpected',
        message: 'the log could not be read: see the log of the agent',
      }
}
