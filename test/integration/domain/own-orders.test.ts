import { systemClock } from '@berth/core'
import { noteHosts, ownOrders } from '@berth/domain'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { routeTo } from '../door/door-fixture.ts'

const own = { platformHost: 'berth.example.org', appsDomain: 'apps.example.org' }
const DAY_MS = 86_400_000
let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  for (const tenantId of ['ten_a', 'ten_b']) {
    await db.tenant.create({ data: { id: tenantId, name: tenantId.slice(4) } })
    await db.project.create({ data: { id: `prj${tenantId}`, tenantId, name: 'default' } })
    await db.app.create({
      data: { id: `app_${tenantId}`, tenantId, projectId: `prj${tenantId}`, name: 'shop' },
    })
  }
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

beforeEach(async () => {
  await db.ownHost.deleteMany()
  await db.certificateOrder.deleteMany()
})

const secrets = { seal: async (_: string, values: Readonly<Record<string, string>>) => values }
const book = () => ownOrders({ db, secrets, own, clock: systemClock })
const claim = () =>
  book().claim({
    ...{ now: new Date(), leaseUntil: new Date(Date.now() + 60_000), limit: 10, busy: [] },
  })
const add = (host: string, tenantId: string | null, more: object = {}) =>
  db.ownHost.create({ data: { host, tenantId, nextTryAt: new Date(Date.now() - DAY_MS), ...more } })
const order = (host: string, tenantId: string | null) => ({
  ...{ host, tenantId, lane: tenantId ?? '', failures: 0, askedAt: null },
})

test('the platform comes first, then one of each tenant, and nobody twice', async () => {
  for (const i of [1, 2, 3]) await add(`a${i}--a.apps.example.org`, 'ten_a')
  await add('b--b.apps.example.org', 'ten_b')
  await add(own.platformHost, null)
  const claimed = await claim()
  expect(claimed.map(({ lane }) => lane).toSorted()).toEqual(['', 'ten_a', 'ten_b'])
  expect(await claim()).toHaveLength(1) // another one of the first tenant: who is at work on one says so
})

test('what is gone, what was brought and what a star stands for is asked for by nobody', async () => {
  await add('gone--a.apps.example.org', 'ten_a', { seenAt: new Date(Date.now() - 2 * DAY_MS) })
  await add(own.platformHost, null, { source: 'own' })
  expect(await claim()).toEqual([])
  await add('shop--b.apps.example.org', 'ten_b')
  const star = await add('*.apps.example.org', null, { notAfter: new Date(Date.now() + DAY_MS) })
  expect(await claim()).toEqual([])
  await db.ownHost.update({ where: { host: star.host }, data: { notAfter: new Date(Date.now() - DAY_MS) } })
  expect((await claim()).map(({ host }) => host)).toEqual(['shop--b.apps.example.org'])
})

test('who makes app after app uses up neither the week of others nor the platform’s own tries', async () => {
  for (let i = 0; i < 10; i++)
    await add(`app${i}--a.apps.example.org`, 'ten_a', { askedAt: new Date(Date.now() - DAY_MS) })
  await add('more--a.apps.example.org', 'ten_a')
  await add('shop--b.apps.example.org', 'ten_b')
  await add(own.platformHost, null)
  await expect(book().admit(order('more--a.apps.example.org', 'ten_a'))).rejects.toMatchObject({
    code: 'certificate.refused',
    details: { retryAfterMs: expect.any(Number) },
  })
  await book().admit(order('shop--b.apps.example.org', 'ten_b'))
  // a renewal is no new one
  await book().admit({ ...order('app1--a.apps.example.org', 'ten_a'), askedAt: new Date() })
  const at = new Date()
  await db.certificateOrder.createMany({
    data: Array.from({ length: 100 }, (_, i) => ({ id: `ord_${i}`, tenantId: 'ten_a', host: `${i}.x`, at })),
  })
  await book().admit(order(own.platformHost, null))
})

test('names come from what the door leads to, and stay while it does', async () => {
  const routes = [
    { ...routeTo('shop--a.apps.example.org', 80), app: 'app_ten_a' },
    { ...routeTo('new--b.apps.example.org'), app: 'app_ten_b', empty: 'not-deployed' as const },
    { ...routeTo('ghost--b.apps.example.org', 80), app: 'app_gone' },
  ]
  const note = () => noteHosts({ db, own, clock: systemClock }, routes)
  await Promise.all([note(), note()])
  const hosts = async () => (await db.ownHost.findMany({ orderBy: { host: 'asc' } })).map(({ host }) => host)
  expect(await hosts()).toEqual([own.platformHost, 'shop--a.apps.example.org'])
  const old = new Date(Date.now() - 100 * DAY_MS)
  await add('old--a.apps.example.org', 'ten_a', { seenAt: old })
  await db.ownHost.update({ where: { host: 'shop--a.apps.example.org' }, data: { seenAt: old } })
  await note()
  expect(await hosts()).toEqual([own.platformHost, 'shop--a.apps.example.org'])
})
