import { expect, test } from 'vitest'
import { createAdmission } from './admission.ts'
import { answer, parseQuery, RCODE, TYPE } from './dns-message.ts'
import { question } from './question.fixture.ts'
import { respond } from './respond.ts'
import type { Upstream } from './upstream.ts'
import { parseZone } from './zone.ts'

const many = Array.from({ length: 60 }, (_, i) => `100.64.1.${i + 1}`)

async function ask(
  name: string,
  options: { client?: string; upstream?: Upstream; transport?: 'udp' | 'tcp' } = {},
) {
  const zone = parseZone({
    gateway: '100.64.0.1',
    subnet: '100.64.0.0/22',
    names: { shop: ['100.64.0.2'], crowd: many },
  })
  if (!zone) throw new Error('not a zone')
  const reply = await respond(question(name, TYPE.a), {
    zone,
    client: options.client ?? '100.64.0.9',
    transport: options.transport ?? 'udp',
    upstream: options.upstream ?? (async () => undefined),
    admission: createAdmission({ perClient: 1, total: 1 }),
  })
  return reply && { rcode: (reply[3] ?? 0) & 15, count: reply[7] ?? 0, cut: ((reply[2] ?? 0) & 2) !== 0 }
}

test('a name of the project is answered here', async () => {
  expect(await ask('shop')).toEqual({ rcode: RCODE.ok, count: 1, cut: false })
})

test('an internal name that nobody has does not exist', async () => {
  expect(await ask('redis')).toEqual({ rcode: RCODE.nameError, count: 0, cut: false })
})

test('another name is asked outside, and its answer given as it came', async () => {
  const upstream: Upstream = async (packet) => {
    const query = parseQuery(packet)
    return query && answer(query, RCODE.ok, [1, 2, 3])
  }
  expect(await ask('example.com', { upstream })).toEqual({ rcode: RCODE.ok, count: 3, cut: false })
})

test('nobody outside answers: the client hears of it', async () => {
  expect(await ask('example.com')).toEqual({ rcode: RCODE.serverFailure, count: 0, cut: false })
})

test('a stranger gets no answer at all', async () => {
  expect(await ask('shop', { client: '203.0.113.5' })).toBeUndefined()
})

test('more addresses than fit over UDP are asked for over TCP', async () => {
  expect(await ask('crowd')).toEqual({ rcode: RCODE.ok, count: 0, cut: true })
  expect(await ask('crowd', { transport: 'tcp' })).toEqual({ rcode: RCODE.ok, count: 60, cut: false })
})

test('one client cannot keep the resolver busy for the others', () => {
  const admission = createAdmission({ perClient: 2, total: 3 })
  const leave = admission.enter('a')
  expect(admission.enter('a')).toBeDefined()
  expect(admission.enter('a')).toBeUndefined()
  expect(admission.enter('b')).toBeDefined()
  expect(admission.enter('b')).toBeUndefined()
  leave?.()
  leave?.()
  expect(admission.enter('b')).toBeDefined()
  expect(admission.enter('a')).toBeUndefined()
})
