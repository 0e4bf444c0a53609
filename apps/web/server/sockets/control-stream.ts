import type { IncomingMessage } from 'node:http'
import { BerthError, fromWireError } from '@berth/core'
import { decodeFrame, encodeFrame, type Frame, type FrameKind } from '@berth/protocol'
import type { WebSocket } from 'ws'
import { z } from 'zod'

const CHANNEL = 1

export type ControlStream = {
  send(kind: FrameKind, payload: Uint8Array): void
  /** bytes that control has not taken yet */
  readonly buffered: number
  close(): void
}

type Listeners = { onFrame: (frame: Frame) => void; onClosed: () => void }

/** Waits until control has accepted; its refusal is thrown as the error that it is. */
export async function openControlStream(ws: WebSocket, listeners: Listeners): Promise<ControlStream> {
  ws.binaryType = 'nodebuffer'
  ws.on('message', (data) => {
    const frame = Buffer.isBuffer(data) ? decodeFrame(data) : undefined
    if (frame?.channel === CHANNEL) listeners.onFrame(frame)
  })
  await accepted(ws)
  ws.on('error', () => ws.terminate()) // `close` follows
  ws.on('close', listeners.onClosed)
  return {
    send: (kind, payload) => {
      if (ws.readyState === ws.OPEN) ws.send(encodeFrame(CHANNEL, kind, payload))
    },
    get buffered() {
      return ws.bufferedAmount
    },
    close: () => {
      ws.off('close', listeners.onClosed)
      ws.close()
    },
  }
}

function accepted(ws: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    ws.once('open', resolve)
    ws.once('error', (cause) =>
      reject(
        new BerthError('protocol.disconnected', 'control does not answer: try again in a moment', { cause }),
      ),
    )
    ws.once('unexpected-response', (_request, response) => {
      readRefusal(response).then(reject, reject)
    })
  })
}

const refusalSchema = z.object({ code: z.string(), message: z.string() })

async function readRefusal(response: IncomingMessage): Promise<BerthError> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(Buffer.from(chunk))
  try {
    const json: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return fromWireError(
      z.object({ error: refusalSchema }).safeParse(json).data?.error ?? refusalSchema.parse(json),
    )
  } catch (cause) {
    return new BerthError('internal.unexpected', `control answered ${response.statusCode}`, { cause })
  }
}
