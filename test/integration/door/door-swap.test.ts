import { setTimeout as sleep } from 'node:timers/promises'
import type { DoorRoute } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, ingressAt, portOf, routeTo, startDoor } from './door-fixture.ts'
import { visit, visitWithoutPause } from './visitor.ts'

let door: Fixture

beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.close())

const draining = (route: DoorRoute, port: number): DoorRoute => ({
  ...route,
  servers: route.servers.map((server) => (server.port === port ? { ...server, draining: true } : server)),
})

test('servers are swapped ten times without a failed request', async () => {
  let current = portOf(await door.serve((_, response) => response.end('0')))
  await door.ingress.apply([routeTo('swap.test', current)])
  const loops = [1, 2].map(() => visitWithoutPause(door.port, 'swap.test', () => true))
  for (let i = 1; i <= 10; i++) {
    const server = await door.serve((_, response) => response.end(String(i)))
    const next = portOf(server)
    await door.ingress.apply([draining(routeTo('swap.test', current, next), current)])
    while ((await door.ingress.sessions('swap.test', `con_${current}`)) > 0) await sleep(10)
    await door.ingress.apply([routeTo('swap.test', next)])
    expect((await visit(door.port, 'swap.test')).body).toBe(String(i))
    current = next
  }
  for (const loop of loops) {
    const { ok, ...failed } = await loop.stop()
    expect(failed).toEqual({ wrong: [], refused: [], broken: [] })
    expect(ok).toBeGreaterThan(10)
  }
})

test('whoever comes while an app is taken away is answered by it or by its page, never cut off', async () => {
  const app = await door.serve((_, response) => void sleep(5).then(() => response.end('here')))
  let isOver = false
  const answers = new Set<number>()
  const come = async () => {
    while (!isOver) {
      answers.add((await visit(door.port, 'leaving.test')).status)
      await sleep(5) // so that the app is at rest now and then, when its going is planned
    }
  }
  const visitors = Promise.all(Array.from({ length: 2 }, come))
  try {
    for (let i = 0; i < 40; i++) {
      await door.ingress.apply([routeTo('leaving.test', portOf(app))])
      await Promise.race([visit(door.port, 'leaving.test'), visitors])
      await door.ingress.apply([])
    }
  } finally {
    isOver = true
  }
  await visitors
  expect(answers).toEqual(new Set([200, 404]))
})

test('a request that is under way ends on the server that nobody wants any more', async () => {
  let finish: (() => void) | undefined
  const old = await door.serve((_, response) => {
    finish = () => response.end('slow')
  })
  const next = await door.serve((_, response) => response.end('next'))
  await door.ingress.apply([routeTo('slow.test', portOf(old))])
  const slow = visit(door.port, 'slow.test')
  while (!finish) await sleep(10)
  await door.ingress.apply([routeTo('slow.test', portOf(next))])
  expect((await visit(door.port, 'slow.test')).body).toBe('next')
  finish()
  expect((await slow).body).toBe('slow')
})

test('a request that outlasts the drain is ended, and its server removed', async () => {
  let arrived = false
  const old = await door.serve(() => {
    arrived = true
  })
  await door.ingress.apply([routeTo('stuck.test', portOf(old))])
  const stuck = visit(door.port, 'stuck.test').catch(() => undefined)
  while (!arrived) await sleep(10)
  await door.ingress.apply([{ host: 'stuck.test', servers: [], empty: 'stopped' }])
  await stuck
  expect((await visit(door.port, 'stuck.test')).status).toBe(503)
})

test('more apps than the stock holds are a reload that nobody notices', async () => {
  const app = portOf(await door.serve((_, response) => response.end('many')))
  await door.ingress.apply([routeTo('many0.test', app)])
  const loop = visitWithoutPause(door.port, 'many0.test', (body) => body === 'many')
  await sleep(200)
  await door.ingress.apply(Array.from({ length: 130 }, (_, i) => routeTo(`many${i}.test`, app)))
  expect((await visit(door.port, 'many129.test')).body).toBe('many')
  const { ok, ...failed } = await loop.stop()
  expect(failed).toEqual({ wrong: [], refused: [], broken: [] })
  expect(ok).toBeGreaterThan(10)
})

test('another control process finds what the first one set up, and changes only what differs', async () => {
  const [a, b] = [
    portOf(await door.serve((_, response) => response.end('a'))),
    portOf(await door.serve((_, response) => response.end('b'))),
  ]
  await door.ingress.apply([routeTo('one.test', a), routeTo('two.test', b)])
  const other = ingressAt(door.paths.root)
  await other.apply([routeTo('two.test', b), routeTo('one.test', a)])
  await other.apply([routeTo('two.test', b)])
  await other.close()
  expect((await visit(door.port, 'two.test')).body).toBe('b')
  expect((await visit(door.port, 'one.test')).status).toBe(404)
})

test('a container that moved to another address is followed', async () => {
  const [a, b] = [
    portOf(await door.serve((_, response) => response.end('a'))),
    portOf(await door.serve((_, response) => response.end('b'))),
  ]
  const at = (port: number): DoorRoute => ({
    host: 'moved.test',
    empty: 'starting',
    servers: [{ name: 'con_same', address: '127.0.0.1', port, draining: false }],
  })
  await door.ingress.apply([at(a)])
  expect((await visit(door.port, 'moved.test')).body).toBe('a')
  await door.ingress.apply([at(b)])
  expect((await visit(door.port, 'moved.test')).body).toBe('b')
})
