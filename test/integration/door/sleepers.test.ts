import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { chmodSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type Fixture, portOf, routeTo, startDoor } from './door-fixture.ts'
import { type Answer, visit } from './visitor.ts'

let at: Fixture
let app: Server

beforeAll(async () => {
  at = await startDoor()
  app = await at.serve((request, response) => {
    const hash = createHash('sha256')
    request.on('data', (chunk: Buffer) => hash.update(chunk))
    request.on('end', () => response.end(hash.digest('hex')))
  })
})

afterAll(() => at.close())

/** Control, as far as the door asks it: hears which hosts are to be woken, and does it. */
async function wakeWhenAsked(onAsk: (host: string) => void): Promise<Server> {
  const control = createServer((request, response) => {
    onAsk(new URL(request.url ?? '/', 'http://control').searchParams.get('host') ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => void control.listen(at.paths.controlSocket, resolve))
  chmodSync(at.paths.controlSocket, 0o777)
  return control
}

async function leave(control: Server): Promise<void> {
  const closed = new Promise((resolve) => control.close(resolve))
  control.closeAllConnections()
  await closed
  rmSync(at.paths.controlSocket, { force: true })
}

const sleeper = (host: string) => ({ host, servers: [], empty: 'asleep' as const })
const openRequests = async (host: string) => {
  const traffic = await at.ingress.traffic()
  return traffic.flatMap(({ hosts }) => hosts).find((one) => one.host === host)?.open ?? 0
}

test('fifty requests at once to a sleeper are held until it is awake, and all are answered with their bodies whole', async () => {
  await at.ingress.apply([sleeper('many.test')])
  const asked: string[] = []
  const control = await wakeWhenAsked((host) => asked.push(host))
  const bodies = Array.from({ length: 50 }, (_, i) => randomBytes(1000 * (i + 1)))
  const answers = bodies.map((body) => visit(at.port, 'many.test', { method: 'POST', body }))
  await eventually(async () => (await openRequests('many.test')) === 50, {
    withinMs: 60_000,
    what: 'fifty requests under way',
  })
  await at.ingress.apply([{ ...sleeper('many.test'), empty: 'waking' }])
  expect(await openRequests('many.test')).toBe(50)
  await at.ingress.apply([routeTo('many.test', portOf(app))])
  for (const [i, answer] of (await Promise.all(answers)).entries()) {
    expect(answer).toMatchObject({
      status: 200,
      body: createHash('sha256')
        .update(bodies[i] ?? '')
        .digest('hex'),
    })
  }
  expect(new Set(asked)).toEqual(new Set(['many.test']))
  await leave(control)
})

test('a request is held also while control is away, and is answered when control came back', async () => {
  await at.ingress.apply([sleeper('away.test')])
  const body = randomBytes(2_000_000)
  const answer = visit(at.port, 'away.test', { method: 'POST', body })
  await eventually(async () => (await openRequests('away.test')) === 1, {
    withinMs: 60_000,
    what: 'a request under way',
  })
  const hosts: string[] = []
  const control = await wakeWhenAsked((host) => hosts.push(host))
  await eventually(async () => hosts.includes('away.test'), {
    withinMs: 60_000,
    what: 'the door asks again',
  })
  await at.ingress.apply([routeTo('away.test', portOf(app))])
  expect(await answer).toMatchObject({
    status: 200,
    body: createHash('sha256').update(body).digest('hex'),
  })
  await leave(control)
})

test('a sleeper that fails to wake is told to its visitors by the page that says why', async () => {
  await at.ingress.apply([sleeper('broken.test')])
  const answer = visit(at.port, 'broken.test')
  await eventually(async () => (await openRequests('broken.test')) === 1, {
    withinMs: 60_000,
    what: 'a request under way',
  })
  await at.ingress.apply([{ ...sleeper('broken.test'), empty: 'crashing' }])
  expect(await answer).toMatchObject({ status: 503, body: expect.stringContaining('as soon as it starts') })
})

test('so many are held for an app, over all of its hosts, and for all apps together; others are told at once', async () => {
  const domain = { redirectTo: null, certificate: null, forceHttps: false, hsts: false, challenge: null }
  const siteOf = (i: number) => ({
    ...{ id: `app_${i}`, redirects: [], guard: null, maintenance: null },
    domains: [{ ...domain, host: `more${i}.test` }],
  })
  const asleep = (i: number) => ({ ...sleeper(`full${i}.test`), app: `app_${i}`, site: siteOf(i) })
  const apps = [0, 1, 2, 3, 4]
  await at.ingress.apply(apps.map(asleep))
  const answers: Promise<Answer>[] = []
  const hold = (host: string, many: number) =>
    answers.push(...Array.from({ length: many }, () => visit(at.port, host)))
  const held = async (n: number) =>
    eventually(async () => (await allOpen()) === n, { what: `${n} requests under way` })
  hold('full0.test', 150)
  hold('more0.test', 100)
  await held(250)
  for (const host of ['full0.test', 'more0.test'])
    expect(await visit(at.port, host)).toMatchObject({ status: 503, body: expect.stringContaining('sleeps') })
  for (const i of [1, 2, 3]) hold(`full${i}.test`, 250)
  await held(1000)
  expect((await visit(at.port, 'full4.test')).status).toBe(503)
  await at.ingress.apply(apps.map((i) => ({ ...asleep(i), empty: 'crashing' as const })))
  const bodies = (await Promise.all(answers)).map(({ body }) => body)
  expect(bodies.every((body) => body.includes('as soon as it starts'))).toBe(true)
  // their places are free again
  await at.ingress.apply([asleep(4)])
  const last = visit(at.port, 'full4.test')
  await held(1)
  await at.ingress.apply([routeTo('full4.test', portOf(app))])
  expect((await last).status).toBe(200)
})

async function allOpen(): Promise<number> {
  const [now] = await at.ingress.traffic()
  return now?.hosts.reduce((sum, { open }) => sum + open, 0) ?? 0
}
