import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rename } from 'node:fs/promises'
import { Agent, get, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, portOf, routeTo, startDoor } from './door-fixture.ts'
import { visit } from './visitor.ts'

const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
let door: Fixture

beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.close())

test('the platform host leads to web, lessons and control, an app host to the app, others nowhere', async () => {
  await door.serve((request, response) => response.end(`web ${request.url}`), door.paths.webSocket)
  await door.serve((request, response) => response.end(`control ${request.url}`), door.paths.controlSocket)
  await door.serve((request, response) => response.end(`lessons ${request.url}`), door.paths.lessonsSocket)
  const app = await door.serve((request, response) => response.end(`app ${request.url}`))
  await door.ingress.apply([routeTo('hello--acme.test', portOf(app))])
  const body = async (host: string, path: string) => (await visit(door.port, host, { path })).body
  expect(await body('berth.test', '/')).toBe('web /')
  expect(await body('berth.test:7070', '/v3')).toBe('web /v3')
  expect(await body('Berth.Test', '/v2/')).toBe('control /v2/')
  expect(await body('berth.test', '/v2/a/b?n=1')).toBe('control /v2/a/b?n=1')
  expect(await body('berth.test', '/agent/v1')).toBe('control /agent/v1')
  expect(await body('127.0.0.1', '/internal/seal')).toBe('web /internal/seal')
  expect(await body('berth.test', '/api/trpc/sandboxes.get')).toBe('lessons /api/trpc/sandboxes.get')
  expect(await body('berth.test', '/api/trpc/apps.list,sandboxes.get')).toMatch(/^web /)
  expect(await body('berth.test', '/socket.io/?lessons=1&EIO=4')).toBe('lessons /socket.io/?lessons=1&EIO=4')
  expect(await body('berth.test', '/socket.io/?EIO=4')).toBe('web /socket.io/?EIO=4')
  expect(await body('berth.test', '/v2/?lessons=1')).toBe('control /v2/?lessons=1')
  expect(await body('hello--acme.test', '/v2/')).toBe('app /v2/')
  expect(await body('HELLO--acme.test:7070', '/')).toBe('app /')
  expect((await visit(door.port, 'localhost', { address: '::1' })).body).toBe('web /')
  expect((await visit(door.port, 'unknown.test')).status).toBe(404)
})

test.each(['/v2/../internal/seal', '/v2/%2e%2E/internal/seal', '/agent/./x', '/v2/..'])(
  'a path that could mean another one (%s) does not reach the platform',
  async (path) => {
    expect((await visit(door.port, 'berth.test', { path })).status).toBe(400)
  },
)

test('a visitor is told why an app has no servers, as a page or as JSON', async () => {
  const empty = ['not-deployed', 'stopped', 'starting', 'crashing', 'scaled-to-zero', 'no-port'] as const
  await door.ingress.apply(empty.map((reason) => ({ host: `${reason}.test`, servers: [], empty: reason })))
  const pages = await Promise.all(empty.map((reason) => visit(door.port, `${reason}.test`)))
  expect(pages.map(({ status }) => status)).toEqual([404, 503, 503, 503, 503, 404])
  expect(pages[1]?.body).toContain('was stopped by its owner')
  expect(pages[2]?.headers['retry-after']).toBe('2')
  expect(pages[4]?.body).toContain('scaled it to zero')
  expect([1, 4].map((i) => pages[i]?.headers['retry-after'])).toEqual([undefined, undefined])
  const json = await visit(door.port, 'crashing.test', { headers: { accept: 'application/json' } })
  expect(JSON.parse(json.body)).toMatchObject({ error: 'crashing' })
  expect((await visit(door.port, 'nobody.test')).body).toContain('no app at this address')
})

test('each page says it in English and in Chinese, and marks which is which', async () => {
  const empty = [
    'not-deployed',
    'paused',
    'stopped',
    'starting',
    'crashing',
    'scaled-to-zero',
    'no-port',
  ] as const
  await door.ingress.apply(empty.map((reason) => ({ host: `${reason}.test`, servers: [], empty: reason })))
  const hosts = [...empty.map((reason) => `${reason}.test`), 'nobody.test']
  const pages = await Promise.all(hosts.map((host) => visit(door.port, host)))
  for (const { body } of pages) {
    expect(body).toMatch(
      /<html lang="en">[^]*<section lang="zh-CN"><h2>\p{Script=Han}+<\/h2><p>\p{Script=Han}/u,
    )
    expect(body).toContain('prefers-color-scheme:dark')
  }
  expect(pages[2]?.body).toContain('此应用已被其所有者停止')
})

test('what a visitor says of itself in forwarding headers is not passed on', async () => {
  const app = await door.serve((incoming, response) => response.end(JSON.stringify(incoming.headers)))
  await door.ingress.apply([routeTo('headers.test', portOf(app))])
  const headers = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-proto': 'https',
    'X-Forwarded-Host': 'evil',
    x_forwarded_for: '6.6.6.6',
    forwarded: 'for=6.6.6.6',
    'x-real-ip': '6.6.6.6',
    proxy: 'evil',
    'x-custom': 'kept',
  }
  const seen = JSON.parse((await visit(door.port, 'headers.test', { headers })).body) as Record<
    string,
    string
  >
  expect(seen).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-custom': 'kept',
  })
  expect(JSON.stringify(seen)).not.toMatch(/evil|6\.6\.6\.6/)
})

test('a websocket is upgraded and carries bytes both ways', async () => {
  const app = await door.serve((_, response) => response.end())
  app.on('upgrade', (_, socket) => {
    const accept = createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`))
    socket.on('error', () => undefined)
  })
  await door.ingress.apply([routeTo('ws.test', portOf(app))])
  const outgoing = get({
    port: door.port,
    host: '127.0.0.1',
    headers: {
      host: 'ws.test',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': KEY,
      'sec-websocket-version': '13',
    },
  })
  const [, socket] = (await once(outgoing, 'upgrade')) as [unknown, ReturnType<typeof connect>]
  socket.write('ping')
  const [echo] = (await once(socket, 'data')) as [Buffer]
  expect(echo.toString()).toBe('echo ping')
  socket.destroy()
})

test('a streaming answer arrives chunk by chunk', async () => {
  let next: (() => void) | undefined
  const app = await door.serve((_, response) => {
    response.write('first')
    next = () => response.end('last')
  })
  await door.ingress.apply([routeTo('stream.test', portOf(app))])
  const outgoing = get({ port: door.port, host: '127.0.0.1', headers: { host: 'stream.test' } })
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const [first] = (await once(response, 'data')) as [Buffer]
  // the app has not ended its answer: what came did not wait for the rest
  expect(first.toString()).toBe('first')
  next?.()
  const [last] = (await once(response, 'data')) as [Buffer]
  expect(last.toString()).toBe('last')
})

test('a large upload passes without being held back', async () => {
  const size = 64 * 1024 * 1024
  let firstByteBeforeEnd = false
  let sentAll = false
  const app = await door.serve((incoming, response) => {
    let seen = 0
    incoming.on('data', (chunk: Buffer) => {
      if (seen === 0) firstByteBeforeEnd = !sentAll
      seen += chunk.length
    })
    incoming.on('end', () => response.end(String(seen)))
  })
  await door.ingress.apply([routeTo('upload.test', portOf(app))])
  const outgoing = request({
    port: door.port,
    host: '127.0.0.1',
    method: 'PUT',
    headers: { host: 'upload.test' },
  })
  const answered = once(outgoing, 'response')
  const part = randomBytes(1024 * 1024)
  for (let sent = 0; sent < size; sent += part.length)
    if (!outgoing.write(part)) await once(outgoing, 'drain')
  sentAll = true
  outgoing.end()
  const [response] = (await answered) as [IncomingMessage]
  const [body] = (await once(response, 'data')) as [Buffer]
  expect(body.toString()).toBe(String(size))
  expect(firstByteBeforeEnd).toBe(true)
})

test('who asks again and again is served by connections that are kept, to a server that was added later too', async () => {
  const app = await door.serve((_, response) => response.end('kept'))
  let connections = 0
  app.on('connection', () => connections++)
  await door.ingress.apply([routeTo('kept.test', portOf(app))])
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    for (let i = 0; i < 40; i++) {
      const asked = get({ agent, host: '127.0.0.1', port: door.port, headers: { host: 'kept.test' } })
      const [response] = (await once(asked, 'response')) as [IncomingMessage]
      expect(await text(response)).toBe('kept')
    }
  } finally {
    agent.destroy()
  }
  expect(connections).toBeLessThan(20)
})

test('a visitor who never ends the headers is sent away', async () => {
  const socket = connect(door.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: berth.test\r\n')
  let answer = ''
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString()
  })
  const trickle = setInterval(() => socket.write('x-slow: 1\r\n'), 1000)
  await once(socket, 'close')
  clearInterval(trickle)
  expect(answer).toContain('408')
}, 30_000)

test('while the platform restarts its visitors and the clients of the registry are told so', async () => {
  for (const socket of [door.paths.webSocket, door.paths.controlSocket])
    await rename(socket, `${socket}.away`)
  const page = await visit(door.port, 'berth.test')
  expect([page.status, page.headers['retry-after']]).toEqual([503, '1'])
  expect(page.body).toContain('The platform is restarting')
  const registry = await visit(door.port, 'berth.test', { path: '/v2/' })
  expect(registry.status).toBe(503)
  expect(JSON.parse(registry.body)).toMatchObject({ errors: [{ code: 'UNAVAILABLE' }] })
  for (const socket of [door.paths.webSocket, door.paths.controlSocket])
    await rename(`${socket}.away`, socket)
  expect((await visit(door.port, 'berth.test')).status).toBe(200)
})
