import { createHmac, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { type DoorPort, PORT_COOKIES, PORT_ENTRANCE } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, freePort, portOf, routeTo, startDoor } from './door-fixture.ts'
import { killWorker, visit } from './visitor.ts'
import { haproxyWorkers } from './worker-pids.ts'

const LOCK = randomBytes(32).toString('base64')
const HOST = 'lab-one.test'

let door: Fixture
let serverPort: number
/** what the last request of the program behind the port brought */
let cookieSeen: string | undefined

beforeAll(async () => {
  door = await startDoor()
  const server = await door.serve((request, response) => {
    cookieSeen = request.headers.cookie
    response.setHeader('set-cookie', ['a=1; Domain=test; Path=/', 'b=2; HttpOnly; domain=x; DOMAIN = test'])
    response.end(`port ${request.headers.host} ${request.method} ${request.url}`)
  })
  server.on('upgrade', (_, socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n'),
  )
  serverPort = portOf(server)
  await door.serve(
    (request, response) => response.end(`control ${request.method} ${request.url}`),
    door.paths.controlSocket,
  )
})
afterAll(() => door.close())

function port(change: Partial<DoorPort> = {}): DoorPort {
  return {
    host: HOST,
    to: { address: '127.0.0.1', port: serverPort },
    lock: null,
    empty: 'lab-frozen',
    ...change,
  }
}

function pass(host: string, seconds: number, lock = LOCK): string {
  const until = Math.floor(Date.now() / 1000) + seconds
  const proof = createHmac('sha256', Buffer.from(lock, 'base64')).update(`${host}|${until}`).digest('hex')
  return `${until}.${proof.toUpperCase()}`
}

const withPass = (value: string, name: string = PORT_COOKIES.plain) => ({
  headers: { cookie: `x=1; ${name}=${value}; y=2` },
})

test('an open port is reached by whoever knows its host, and by no other spelling of it', async () => {
  await door.ingress.apply([], [port()])
  expect((await visit(door.port, HOST, { path: '/a?b=1' })).body).toBe(`port ${HOST} GET /a?b=1`)
  expect((await visit(door.port, 'LAB-ONE.test:7070', { method: 'POST' })).body).toContain('POST /')
  for (const host of ['lab-two.test', 'x.lab-one.test', 'lab-one.test.', 'lab-one', 'lab-one.test.evil.test'])
    expect((await visit(door.port, host)).status, host).toBe(404)
})

test('a website that upgrades a connection gets through', async () => {
  await door.ingress.apply([], [port()])
  const status = await new Promise<number>((resolve, reject) => {
    const headers = { host: HOST, connection: 'upgrade', upgrade: 'echo' }
    const asked = request({ host: '127.0.0.1', port: door.port, headers, agent: false })
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    asked.on('response', (response) => resolve(response.statusCode ?? 0))
    asked.on('error', reject)
    asked.end()
  })
  expect(status).toBe(101)
})

test('a cookie of the program is for its own host alone, and the pass does not reach it', async () => {
  await door.ingress.apply([], [port({ lock: LOCK })])
  const answer = await visit(door.port, HOST, withPass(pass(HOST, 60)))
  expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; HttpOnly'])
  expect(cookieSeen).toBe('x=1; y=2')
  const both = `${PORT_COOKIES.secure}=${pass(HOST, 60)}; ${PORT_COOKIES.plain}=x`
  await visit(door.port, HOST, { headers: { cookie: both } })
  expect(cookieSeen ?? '').toBe('')
})

test('a locked port asks control about whoever has no pass of its own that is still good', async () => {
  const other = 'lab-other.test'
  await door.ingress.apply([], [port({ lock: LOCK }), port({ host: other, lock: LOCK })])
  const ask = async (options: Parameters<typeof visit>[2] = {}, host = HOST) =>
    (await visit(door.port, host, { path: '/a?b=1&c', ...options })).body
  const refused = `control GET /door/port?host=${HOST}&at=%2Fa%3Fb%3D1%26c`
  expect(await ask()).toBe(refused)
  expect(await ask(withPass(pass(HOST, 60)))).toContain('port ')
  expect(await ask(withPass(pass(HOST, 60), PORT_COOKIES.secure))).toContain('port ')
  expect(await ask(withPass(pass(HOST, -60)))).toBe(refused)
  expect(await ask(withPass(pass(other, 60)))).toBe(refused)
  expect(await ask(withPass(pass(HOST, 60, randomBytes(32).toString('base64'))))).toBe(refused)
  const [until = '', proof = ''] = pass(HOST, 60).split('.')
  expect(await ask(withPass(`${Number(until) + 1}.${proof}`))).toBe(refused)
  for (const odd of ['', '.', `.${proof}`, `${until}.`, 'x'.repeat(3000)])
    expect(await ask(withPass(odd)), odd).toBe(refused)
  expect(await ask({ path: '/v2/', method: 'POST' })).toBe(`control POST /door/port?host=${HOST}&at=%2Fv2%2F`)
  expect(await ask({ path: `/${'a'.repeat(4000)}` })).toBe(`control GET /door/port?host=${HOST}&at=/`)
  const entrance = { ...withPass(pass(HOST, 60)), path: `${PORT_ENTRANCE}?ticket=x` }
  expect(await ask(entrance)).toContain(`control GET /door/port?host=${HOST}&at=`)
})

test('what rests says so, and a port at which nothing listens does too', async () => {
  await door.ingress.apply([], [port({ to: null, lock: LOCK })])
  const frozen = await visit(door.port, HOST)
  expect(frozen.status).toBe(503)
  expect(frozen.body).toContain('This lab is paused')
  expect(frozen.body).toContain('此实验已暂停')
  await door.ingress.apply([], [port({ to: { address: '127.0.0.1', port: await freePort() } })])
  const silent = await visit(door.port, HOST)
  expect(silent.status).toBe(503)
  expect(silent.body).toContain('nothing in it answers at this port')
})

test('hundreds of ports come, move and go without a reload, and outlive the worker', async () => {
  await door.ingress.apply([], [])
  const before = await haproxyWorkers(door.paths.masterSocket)
  const many = Array.from({ length: 400 }, (_, i) =>
    port({ host: `lab-${i}.test`, lock: i % 2 ? LOCK : null }),
  )
  await door.ingress.apply([routeTo('app--t.test', serverPort)], many)
  expect((await visit(door.port, 'lab-398.test')).body).toContain('port lab-398.test')
  await door.ingress.apply([routeTo('app--t.test', serverPort)], many.slice(0, 200))
  expect((await visit(door.port, 'lab-398.test')).status).toBe(404)
  expect((await visit(door.port, 'app--t.test')).body).toContain('port app--t.test')
  expect(await haproxyWorkers(door.paths.masterSocket)).toEqual(before)
  await killWorker(door.paths.masterSocket)
  expect((await visit(door.port, 'lab-0.test')).body).toContain('port lab-0.test')
  expect((await visit(door.port, 'lab-1.test')).body).toContain('control ')
})

test.each([
  [{ host: 'a b' }],
  [{ host: 'a;show' }],
  [{ to: { address: 'evil.test', port: 80 } }],
  [{ to: { address: '10.0.0.1', port: 0 } }],
  [{ lock: 'short' }],
  [{ lock: `${LOCK}\nx` }],
])('what could be more than an entry is refused: %j', async (change) => {
  await expect(door.ingress.apply([], [port(change)])).rejects.toThrow("door's configuration")
  await door.ingress.apply([], [])
})
