import { newId, systemClock } from '@berth/core'
import { createDb, type Db, forTenant } from '@berth/db'
import { createLog } from '@berth/log'
import { createOutbound } from '@berth/outbound'
import type { Happening } from '@berth/protocol'
import { createPullCounter } from '@berth/registry'
import {
  createDeliverer,
  createOutbox,
  createWebhookService,
  type Deliverer,
  giveUpOldest,
  pruneDeliveries,
} from '@berth/webhook'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createTenant } from '../control/support/control-plane.ts'
import { isSigned, type Receiver, startReceiver } from './receiver.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`
const URL = 'http://berth.test'

let postgres: TestPostgres
let db: Db
let receiver: Receiver
let tenantId: string
/** ahead of the real time */
let aheadMs = 0
const clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) }
const log = createLog({ name: 'webhook', level: 'silent' })
const running: Deliverer[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
})
afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})
beforeEach(async () => {
  receiver = await startReceiver()
  aheadMs = 0
  tenantId = (await createTenant(db, `t${newId('tenant').slice(-8)}`)).tenant.id
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((deliverer) => deliverer.stop()))
  await db.webhook.deleteMany()
  receiver.close()
})

test('a push is told once, signed, as a CloudEvent, and only to who asked', async () => {
  const { secret } = await addWebhook({ events: ['push'] })
  await addWebhook({ url: `${receiver.url}/no`, events: ['delete'] })
  await addWebhook({ url: `${receiver.url}/no`, events: ['push'], repositories: 'api*' })
  await addWebhook({ url: `${receiver.url}/no`, events: ['push'], enabled: false })
  await note(push('v1'))
  const [one, other] = [deliverer(), deliverer()]
  await Promise.all([one.deliverDue(), other.deliverDue()])
  await eventually(async () => Boolean((await deliveries())[0]?.deliveredAt), {
    withinMs: 5000,
    what: 'the delivery',
  })
  await Promise.all([one.deliverDue(), other.deliverDue()])

  expect(receiver.received.map(({ path }) => path)).toEqual(['/'])
  const [sent] = receiver.received
  if (!sent) throw new Error('nothing came')
  expect(sent.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
  expect(isSigned(sent, secret)).toBe(true)
  expect(JSON.parse(sent.body)).toMatchObject({
    specversion: '1.0',
    source: `${URL}/v2/`,
    type: 'berth.registry.push',
    subject: 'acme/web:v1',
    data: { digest: DIGEST, tag: 'v1', by: 'a@b.c' },
  })
})

test('what was rolled back is not told', async () => {
  await addWebhook({ events: ['push'] })
  const failing = db.$transaction(async (tx) => {
    await outbox().note(tx, [push('v1')])
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  expect(await deliveries()).toEqual([])
})

test('a receiver that is away gets it later, and one that never comes back is given up and shown', async () => {
  const { id } = await addWebhook({ events: ['push'] })
  receiver.answer = () => 503
  await note(push('v1'))
  const sender = deliverer()
  for (let attempt = 1; attempt <= 11; attempt++) {
    await sender.deliverDue()
    await sender.idle()
    aheadMs += 24 * 3_600_000
  }
  await sender.deliverDue()
  expect(receiver.received).toHaveLength(11)
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const [shown] = await service().deliveries(forTenant(db, tenantId), id)
  expect(shown).toMatchObject({ state: 'failed', attempts: 11, answer: '5xx', nextAt: null })

  receiver.answer = () => 200
  if (!shown) throw new Error('not shown')
  await service().redeliver(acting(), id, shown.id)
  await sender.deliverDue()
  await eventually(async () => Boolean((await deliveries())[0]?.deliveredAt), {
    withinMs: 5000,
    what: 'the redelivery',
  })
})

test('neither a redirect nor an address of ours is followed, and both look like any failure', async () => {
  const { id: redirected } = await addWebhook({ events: ['push'] })
  const { id: inside } = await addWebhook({ url: 'http://169.254.169.254/latest/', events: ['push'] })
  const { id: closed } = await addWebhook({ url: 'http://127.0.0.1:1999/', events: ['push'] })
  receiver.answer = () => 302
  await note(push('v1'))
  await deliverer().deliverDue()
  await eventually(async () => (await deliveries()).every(({ status, error }) => status ?? error), {
    withinMs: 5000,
    what: 'three attempts',
  })
  const answerOf = async (id: string) => (await service().deliveries(forTenant(db, tenantId), id))[0]?.answer
  expect([await answerOf(redirected), await answerOf(inside), await answerOf(closed)]).toEqual([
    '3xx',
    'unreachable',
    'unreachable',
  ])
  expect(receiver.received).toHaveLength(1)
})

test('a receiver that never answers holds up neither its neighbour nor another tenant', async () => {
  const other = (await createTenant(db, `o${newId('tenant').slice(-8)}`)).tenant.id
  await addWebhook({ url: `${receiver.url}/stuck`, events: ['push'] })
  await addWebhook({ url: `${receiver.url}/neighbour`, events: ['push'] })
  await addWebhook({ url: `${receiver.url}/other`, events: ['push'] }, other)
  receiver.answer = (path) => (path === '/stuck' ? null : 204)
  await note(...Array.from({ length: 20 }, (_, i) => push(`v${i}`)), { ...push('o'), tenantId: other })
  const sender = deliverer()
  await eventually(
    async () => {
      await sender.deliverDue()
      const done = receiver.received.filter(({ path }) => path !== '/stuck')
      return done.length === 21
    },
    { withinMs: 10_000, what: 'the others' },
  )
  expect(receiver.received.filter(({ path }) => path === '/stuck').length).toBeLessThanOrEqual(2)
})

test('what a process had under way when it was killed is sent by another', async () => {
  await addWebhook({ events: ['push'] })
  receiver.answer = () => null
  await note(push('v1'))
  const killed = deliverer()
  await killed.deliverDue()
  await eventually(async () => receiver.received.length === 1, { withinMs: 5000, what: 'the first attempt' })
  await killed.stop()
  receiver.answer = () => 204
  const next = deliverer()
  await next.deliverDue()
  expect(receiver.received).toHaveLength(1) // its lease holds
  aheadMs = 61_000
  await next.deliverDue()
  await eventually(async () => Boolean((await deliveries())[0]?.deliveredAt), {
    withinMs: 5000,
    what: 'the second attempt',
  })
  expect(receiver.received).toHaveLength(2)
})

test('a thousand pulls are one event and exact counts, and waited for nothing', async () => {
  await addWebhook({ events: ['pull'] })
  const repositoryId = newId('repository')
  const name = `acme-${repositoryId.slice(-6)}/web`
  await db.repository.create({ data: { id: repositoryId, tenantId, name } })
  const manifest = { mediaType: 'application/json', size: 2n, content: new Uint8Array(2) }
  await db.manifest.create({ data: { repositoryId, digest: DIGEST, ...manifest } })
  await db.tag.create({ data: { repositoryId, digest: DIGEST, name: 'v1' } })
  const pulls = createPullCounter({ db, happenings: outbox(), clock })
  const pulled = { repositoryId, digest: DIGEST }
  for (let i = 0; i < 1000; i++) pulls.count({ ...pulled, tag: 'v1' })
  pulls.count({ ...pulled, tag: null })
  pulls.count({ repositoryId: 'gone', digest: DIGEST, tag: null })
  await pulls.flush()
  await pulls.flush()

  const repository = await db.repository.findUniqueOrThrow({
    where: { id: repositoryId },
    include: { manifests: true, tags: true },
  })
  expect(repository.pulls).toBe(1001n)
  expect(repository.manifests[0]?.pulls).toBe(1001n)
  expect(repository.tags[0]?.pulls).toBe(1000n)
  const age = Date.now() - (repository.pulledAt?.getTime() ?? 0)
  expect(Math.abs(age)).toBeLessThan(60_000)
  const events = (await deliveries()).map(({ event }) => event)
  expect(events).toHaveLength(2)
  expect(events).toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ count: 1000, tag: 'v1' }) }),
  )
})

test('a secret is told once, is not stored readable, and a new one replaces it', async () => {
  const { id, secret } = await addWebhook({ events: ['push'] })
  expect(secret).toMatch(/^whsec_/)
  expect(JSON.stringify(await service().list(forTenant(db, tenantId)))).not.toContain(secret)
  const renewed = await service().renewSecret(acting(), id)
  await service().test(acting(), id)
  await deliverer().deliverDue()
  await eventually(async () => receiver.received.length === 1, { withinMs: 5000, what: 'the test' })
  const [sent] = receiver.received
  if (!sent) throw new Error('nothing came')
  expect(JSON.parse(sent.body).type).toBe('berth.registry.test')
  expect([isSigned(sent, secret), isSigned(sent, renewed.secret)]).toEqual([false, true])
  const actions = (await db.audit.findMany({ where: { tenantId }, orderBy: { at: 'asc' } })).map(
    ({ action }) => action,
  )
  expect(actions).toEqual(['webhook.created', 'webhook.secret_renewed', 'webhook.tested'])
})

test('an address that is none is refused when it is typed, and a tenant has so many webhooks', async () => {
  for (const url of ['ftp://x', 'http://u:p@x.example', 'http://x.example:22'])
    await expect(addWebhook({ url, events: ['push'] })).rejects.toMatchObject({
      code: 'outbound.url_invalid',
    })
  const fields = { name: 'x', events: ['push' as const], repositories: '*', enabled: true }
  for (const url of ['http://10.0.0.1/', 'http://localhost:8080/'])
    await expect(service([]).create(acting(), { ...fields, url })).rejects.toMatchObject({
      code: 'outbound.not_allowed',
      message: expect.stringContaining('BERTH_OUTBOUND_ALLOW'),
    })
  for (let i = 0; i < 20; i++) await addWebhook({ events: ['push'] })
  await expect(addWebhook({ events: ['push'] })).rejects.toMatchObject({ code: 'quota.exceeded' })
})

test('of what waits for a receiver that is away the oldest is given up, and told as that', async () => {
  const { id } = await addWebhook({ events: ['push'] })
  for (const tag of ['v1', 'v2', 'v3']) {
    aheadMs += 1000
    await note(push(tag))
  }
  expect(await giveUpOldest(db, 2)).toBe(1)
  expect(await giveUpOldest(db, 2)).toBe(0)
  const told = await service().deliveries(forTenant(db, tenantId), id)
  expect(told.map(({ state, answer }) => [state, answer])).toEqual([
    ['waiting', null],
    ['waiting', null],
    ['failed', 'crowded-out'],
  ])
})

test('deliveries are forgotten after a week', async () => {
  await addWebhook({ events: ['push'] })
  await note(push('v1'))
  expect(await pruneDeliveries({ db, clock })).toBe(0)
  aheadMs = 8 * 24 * 3_600_000
  expect(await pruneDeliveries({ db, clock })).toBe(1)
})

function push(tag: string): Happening {
  const image = { repository: 'acme/web', digest: DIGEST, mediaType: 'application/json', bytes: 1 }
  return { kind: 'push', tenantId, ...image, tag, by: 'a@b.c' }
}

function outbox() {
  return createOutbox({ url: URL, clock })
}

function note(...happenings: Happening[]) {
  return db.$transaction((tx) => outbox().note(tx, happenings))
}

function deliverer(): Deliverer {
  const outbound = createOutbound({ allow: ['127.0.0.0/8'] })
  const secrets = { open: async (_: string, values: Record<string, string>) => turned(values) }
  const made = createDeliverer({ db, outbound, secrets, clock, log })
  running.push(made)
  return made
}

function service(allow = ['0.0.0.0/0']) {
  const secrets = { seal: async (_: string, values: Record<string, string>) => turned(values) }
  return createWebhookService({ secrets, url: URL, allow, clock })
}

/** Stands in for the vault, which has tests of its own: text turned round. */
function turned(values: Readonly<Record<string, string>>): Record<string, string> {
  const turn = (text: string) => Buffer.from(text).reverse().toString()
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, turn(value)]))
}

function acting(tenant = tenantId) {
  return { db: forTenant(db, tenant), tenantId: tenant, by: 'a@b.c', ip: null }
}

function addWebhook(
  fields: {
    url?: string
    events: ('push' | 'pull' | 'delete' | 'quota')[]
    repositories?: string
    enabled?: boolean
  },
  tenant = tenantId,
) {
  const whole = { name: 'mine', url: `${receiver.url}/`, repositories: '*', enabled: true, ...fields }
  return service().create(acting(tenant), whole)
}

function deliveries() {
  return db.webhookDelivery.findMany({ where: { webhook: { tenantId } } })
}
