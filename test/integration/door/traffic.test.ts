import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import type { DoorSite } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type Fixture, portOf, routeTo, startDoor } from './door-fixture.ts'
import { killWorker, visit } from './visitor.ts'

const OWN = ['a.test', 'none.test', 'open.test']

let at: Fixture
let app: Server

beforeAll(async () => {
  at = await startDoor()
  app = await at.serve((request, response) => {
    request.resume()
    response.statusCode = Number(request.headers['x-status'] ?? 200)
    response.end('x'.repeat(1000))
  })
  app.on('upgrade', (_request, socket: Socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('end', () => socket.end())
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    )
  })
  await at.ingress.apply([
    ...[routeTo('a.test', portOf(app)), routeTo('open.test', portOf(app))],
    { host: 'none.test', servers: [], empty: 'stopped' },
  ])
})

afterAll(() => at.close())

async function countsOf(host: string) {
  const [now] = await at.ingress.traffic()
  return now?.hosts.find((one) => one.host === host)
}

test('requests are counted by host, with their statuses, times and bytes', async () => {
  for (const status of [200, 200, 204, 302, 404, 500])
    await visit(at.port, 'a.test', { headers: { 'x-status': String(status) } })
  await visit(at.port, 'none.test')
  const counts = await countsOf('a.test')
  expect(counts).toMatchObject({ requests: 6, statuses: [0, 3, 1, 1, 1] })
  expect(counts?.times.reduce((sum, n) => sum + n, 0)).toBe(6)
  expect(counts?.bytesOut).toBeGreaterThan(5000)
  expect(counts?.bytesIn).toBeGreaterThan(100)
  expect(await countsOf('none.test')).toMatchObject({ requests: 1, statuses: [0, 0, 0, 0, 1] })
})

test('hosts of no app are not counted, whatever a visitor sends', async () => {
  for (const host of ['nobody.test', 'berth.test', 'a.test key=b.test', '0x1: key=c.test x']) {
    await visit(at.port, host, { headers: { 'x-a': '0x1: key=d.test conn_cur=9' } }).catch(() => undefined) // some are refused
  }
  const [now] = await at.ingress.traffic()
  expect(now?.hosts.filter(({ host }) => !OWN.includes(host))).toEqual([])
})

test('an open websocket counts as a request under way, also in a worker from before a reload', async () => {
  const socket = connect(at.port, '127.0.0.1')
  socket.write(
    'GET / HTTP/1.1\r\nhost: open.test\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  expect(head.toString()).toMatch(/^HTTP\/1\.1 101 /)
  expect(await countsOf('open.test')).toMatchObject({ open: 1, statuses: [1, 0, 0, 0, 0] })
  // more hosts than there are backends in stock: a reload
  const others = Array.from({ length: 70 }, (_, i) => routeTo(`more${i}.test`, portOf(app)))
  await at.ingress.apply([routeTo('open.test', portOf(app)), ...others])
  const opened = async () => {
    const workers = await at.ingress.traffic().catch(() => []) // nobody answers for a moment in a reload
    return workers.map(({ hosts }) => hosts.find(({ host }) => host === 'open.test')?.open ?? 0)
  }
  await eventually(async () => (await opened()).join() === '0,1', {
    withinMs: 60_000,
    what: 'the websocket in the old worker',
  })
  socket.destroy()
  await eventually(async () => (await opened()).every((open) => open === 0), {
    withinMs: 60_000,
    what: 'the end of the websocket',
  })
})

test('after a killed worker counts begin anew, in a worker of another name', async () => {
  await at.ingress.apply([routeTo('again.test', portOf(app))])
  await visit(at.port, 'again.test')
  const [before] = await at.ingress.traffic()
  await killWorker(at.paths.masterSocket)
  await eventually(async () => (await at.ingress.traffic().catch(() => []))[0]?.worker !== before?.worker, {
    withinMs: 60_000,
    what: 'another worker',
  })
  await visit(at.port, 'again.test')
  expect(await countsOf('again.test')).toMatchObject({ requests: 1 })
})

test('what the door answers in the place of an app is counted apart', async () => {
  const site: DoorSite = {
    ...{ id: 'app_a', domains: [], guard: null, maintenance: null },
    redirects: [{ from: '/old', to: '/new', status: 301 }],
  }
  await at.ingress.apply([{ ...routeTo('ruled.test', portOf(app)), app: 'app_a', site }])
  for (const path of ['/old', '/old/x', '/']) await visit(at.port, 'ruled.test', { path })
  const [now] = await at.ingress.traffic()
  const counts = now?.hosts.filter(({ host }) => host === 'ruled.test')
  const of = (byDoor: boolean) => counts?.find((one) => one.byDoor === byDoor)
  expect(of(true)).toMatchObject({ app: 'app_a', requests: 2, statuses: [0, 0, 2, 0, 0] })
  expect(of(false)).toMatchObject({ app: 'app_a', requests: 1, statuses: [0, 1, 0, 0, 0] })
})
