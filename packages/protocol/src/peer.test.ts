import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { FRAME } from './channel.ts'
import { createPeer } from './peer.ts'
import type { Wire } from './wire.ts'

const catalog = {
  double: { request: z.strictObject({ n: z.number() }), reply: z.strictObject({ n: z.number() }) },
  wait: { request: z.strictObject({}), reply: z.strictObject({}) },
  refuse: { request: z.strictObject({}), reply: z.strictObject({}) },
  break: { request: z.strictObject({}), reply: z.strictObject({}) },
}
const newer = {
  ...catalog,
  triple: { request: z.strictObject({ n: z.number() }), reply: z.strictObject({ n: z.number() }) },
}

/** Two ends of one stream in memory; each message arrives in a later turn. */
function pair(): [Wire, Wire] {
  const listeners: ((data: string | Uint8Array) => void)[] = []
  const closers: (() => void)[] = []
  const end = (mine: number, theirs: number): Wire => ({
    send: (data) => queueMicrotask(() => listeners[theirs]?.(data)),
    onMessage: (listener) => {
      listeners[mine] = listener
    },
    onClose: (listener) => void closers.push(listener),
    close: () => {
      for (const listener of closers) listener()
    },
  })
  return [end(0, 1), end(1, 0)]
}

function connect(options: { version?: number; maxInFlight?: number } = {}) {
  const [left, right] = pair()
  const unexpected: unknown[] = []
  const client = createPeer({
    wire: left,
    version: 1,
    incoming: {},
    handlers: {},
    outgoing: newer,
    timeoutMs: 50,
    maxInFlight: options.maxInFlight ?? 10,
  })
  const server = createPeer({
    wire: right,
    version: options.version ?? 1,
    incoming: catalog,
    outgoing: {},
    onUnexpected: (error) => unexpected.push(error),
    handlers: {
      double: async ({ n }) => ({ n: n * 2 }),
      wait: () => new Promise<never>(() => undefined),
      refuse: async () => {
        throw new BerthError('container.not_found', 'no such container', { details: { id: 'x' } })
      },
      break: async () => {
        throw new Error('secret path')
      },
    },
  })
  return { client, server, left, unexpected }
}

test('a call is answered with the reply of its handler', async () => {
  expect(await connect().client.call('double', { n: 21 })).toEqual({ n: 42 })
})

test('a typed error travels with its code and details', async () => {
  await expect(connect().client.call('refuse', {})).rejects.toMatchObject({
    code: 'container.not_found',
    message: 'no such container',
    details: { id: 'x' },
  })
})

test('an unexpected error stays at home', async () => {
  const { client, unexpected } = connect()
  await expect(client.call('break', {})).rejects.toMatchObject({ code: 'internal.unexpected' })
  await expect(client.call('break', {})).rejects.not.toThrow('secret path')
  expect(unexpected).toHaveLength(2)
})

test('a message that the other side does not know is a typed error', async () => {
  await expect(connect().client.call('triple', { n: 1 })).rejects.toMatchObject({
    code: 'protocol.unknown_message',
  })
})

test('a request that breaks the catalog does not leave', async () => {
  const wrong = { n: 'one' } as unknown as { n: number }
  await expect(connect().client.call('double', wrong)).rejects.toMatchObject({
    code: 'protocol.invalid_message',
  })
})

test('a peer of another version is refused', async () => {
  await expect(connect({ version: 2 }).client.call('double', { n: 1 })).rejects.toMatchObject({
    code: 'protocol.version_mismatch',
  })
})

test('a call that nobody answers times out', async () => {
  await expect(connect().client.call('wait', {})).rejects.toMatchObject({ code: 'protocol.timeout' })
})

test('calls above the limit in flight are refused', async () => {
  const { client } = connect({ maxInFlight: 1 })
  const first = client.call('wait', {})
  await expect(client.call('double', { n: 1 })).rejects.toMatchObject({ code: 'protocol.overloaded' })
  await expect(first).rejects.toMatchObject({ code: 'protocol.timeout' })
})

test('a closed stream fails calls, now and later, and loses its channels', async () => {
  const { client, left } = connect()
  const waiting = client.call('wait', {})
  const lost = new Promise<void>((resolve) => client.openChannel(1).onLost(resolve))
  left.close()
  await expect(waiting).rejects.toMatchObject({ code: 'protocol.disconnected' })
  await expect(client.call('double', { n: 1 })).rejects.toMatchObject({ code: 'protocol.disconnected' })
  await lost
  expect(client.closed.aborted).toBe(true)
})

test('a side that does not speak the protocol is hung up on', async () => {
  const [mine, theirs] = pair()
  const peer = createPeer({ wire: theirs, version: 1, incoming: {}, handlers: {}, outgoing: {} })
  mine.send('{"t":"hello"}')
  await new Promise((resolve) => setImmediate(resolve))
  expect(peer.closed.aborted).toBe(true)
})

test('frames of a channel arrive in order, also those before the listener', async () => {
  const { client, server } = connect()
  const channel = server.openChannel(7)
  const sender = client.openChannel(7)
  sender.send(FRAME.data, Buffer.from('a'))
  await new Promise((resolve) => setImmediate(resolve))
  const seen: string[] = []
  channel.onFrame((frame) => seen.push(Buffer.from(frame.payload).toString()))
  sender.send(FRAME.data, Buffer.from('b'))
  client.openChannel(8).send(FRAME.data, Buffer.from('nobody listens'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual(['a', 'b'])
})
