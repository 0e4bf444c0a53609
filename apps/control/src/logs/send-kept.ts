import { createSendWindow, decodeAck, decodeFrame, encodeFrame, FRAME, type LogLine } from '@berth/protocol'
import type { WebSocket } from 'ws'

/** The one channel of a websocket between web and control. */
const WEB_CHANNEL = 1
const LINES_PER_FRAME = 100
const BYTES_PER_FRAME = 32_000

/** Sends lines as a node would, no faster than they are taken. False when the reader left meanwhile. */
export async function sendKept(websocket: WebSocket, lines: AsyncIterable<LogLine>): Promise<boolean> {
  let waiting: (() => void) | undefined
  let isPaused = false
  const resume = () => {
    isPaused = false
    waiting?.()
  }
  const window = createSendWindow({ pause: () => (isPaused = true), resume })
  const onMessage = (data: unknown, isBinary: boolean) => {
    const frame = isBinary && Buffer.isBuffer(data) ? decodeFrame(data) : undefined
    if (frame?.kind === FRAME.ack) window.acked(decodeAck(frame.payload))
    if (frame?.kind === FRAME.end) websocket.close()
  }
  websocket.on('message', onMessage)
  websocket.once('close', resume)
  const isOpen = () => websocket.readyState === websocket.OPEN
  const flush = async (batch: readonly LogLine[]) => {
    const payload = Buffer.from(JSON.stringify(batch))
    websocket.send(encodeFrame(WEB_CHANNEL, FRAME.data, payload))
    window.sent(payload.length)
    if (isPaused && isOpen()) await new Promise<void>((resolve) => (waiting = resolve))
  }
  try {
    for await (const batch of inBatches(lines)) {
      if (!isOpen()) return false
      await flush(batch)
    }
    return isOpen()
  } finally {
    websocket.off('message', onMessage)
    websocket.off('close', resume)
  }
}

async function* inBatches(lines: AsyncIterable<LogLine>): AsyncGenerator<readonly LogLine[]> {
  let batch: LogLine[] = []
  let bytes = 0
  for await (const line of lines) {
    batch.push(line)
    bytes += line.text.length
    if (batch.length < LINES_PER_FRAME && bytes < BYTES_PER_FRAME) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
