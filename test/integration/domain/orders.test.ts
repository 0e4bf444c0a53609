import { BerthError, newId, systemClock } from '@berth/core'
import { createDomainService, createIssuer, domainOrders } from '@berth/domain'
import { createLog } from '@berth/log'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { ownCertificate } from '../door/own-certificate.ts'

type Issued = { readonly chain: string; readonly key: string }

let postgres: TestPostgres
let db: Db
/** what the authority was asked for, has looked at, and has not answered, by host */
const asked = new Map<string, PromiseWithResolvers<Issued>>()
let isDoorAway = false

const secrets = { seal: async (_: string, values: Readonly<Record<string, string>>) => values }
const door = { refresh: async () => (isDoorAway ? Promise.reject(new Error('no door')) : undefined) }
const newIssuer = () =>
  createIssuer({
    book: domainOrders({ db, secrets, clock: systemClock }),
    ...{ door, clock: systemClock, log: createLog({ name: 'issuer', level: 'fatal' }) },
    openAuthority: async () => ({
      enrol: async () => '',
      order: async (host, show) => {
        const answer = Promise.withResolvers<Issued>()
        await show({ token: 'token', answer: 'token.x' })
        asked.set(host, answer)
        return answer.promise
      },
    }),
  })

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  for (const tenantId of ['ten_a', 'ten_b']) {
    await db.tenant.create({ data: { id: tenantId, name: tenantId.slice(4) } })
    await db.project.create({ data: { id: `prj${tenantId}`, tenantId, name: 'default' } })
    await db.app.create({
      data: { id: appOf(tenantId), tenantId, projectId: `prj${tenantId}`, name: 'shop' },
    })
  }
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

beforeEach(async () => {
  asked.clear()
  isDoorAway = false
  await db.domain.deleteMany()
  await db.certificateOrder.deleteMany()
})

test('hosts of one tenant wait for each other, and hold up no other tenant', async () => {
  for (const i of [1, 2, 3, 4, 5]) await add(`bad${i}.example.org`, 'ten_a')
  const issuer = newIssuer()
  await issuer.issueDue()
  await expect.poll(() => asked.size).toBe(1)
  await add('good.example.org', 'ten_b')
  await issuer.issueDue()
  await expect.poll(() => [...asked.keys()]).toContain('good.example.org')
  expect(asked.size).toBe(2)
  asked.get('good.example.org')?.resolve(issuedFor('good.example.org'))
  await expect.poll(async () => (await rowOf('good.example.org')).certificateId).toBeTruthy()
  for (const { reject } of asked.values()) reject(new Error('no such host'))
  await issuer.settled()
  await issuer.issueDue()
  await expect.poll(() => asked.size).toBe(3)
  for (const { reject } of asked.values()) reject(new Error('no such host'))
  await issuer.settled()
})

test('while the door is away nothing is asked of the authority, and no failure is counted', async () => {
  await add('a.example.org')
  isDoorAway = true
  const issuer = newIssuer()
  await issuer.issueDue()
  await issuer.settled()
  expect(asked.size).toBe(0)
  expect(await db.certificateOrder.count()).toBe(0)
  expect(await rowOf('a.example.org')).toMatchObject({ failure: null, failures: 0, heldUntil: null })
  // nor by one that goes in the middle
  isDoorAway = false
  await makeDue('a.example.org')
  await issuer.issueDue()
  await expect.poll(() => asked.size).toBe(1)
  isDoorAway = true
  asked.get('a.example.org')?.resolve(issuedFor('a.example.org'))
  await issuer.settled()
  const row = await rowOf('a.example.org')
  expect(row).toMatchObject({ failure: null, failures: 0 })
  expect(row.certificateId).not.toBeNull()
  expect(row.nextTryAt.getTime()).toBeGreaterThan(Date.now() + 3_600_000)
})

test('a certificate of one’s own that is set during an order stays', async () => {
  for (const host of ['gets.example.org', 'fails.example.org']) {
    await add(host)
    const issuer = newIssuer()
    await issuer.issueDue()
    await expect.poll(() => asked.has(host)).toBe(true)
    const own = ownCertificate([host])
    await service().setCertificate(target(), host, { chain: own.cert, key: own.key })
    const answer = asked.get(host)
    if (host.startsWith('gets')) answer?.resolve(issuedFor(host))
    else answer?.reject(new Error('no such host'))
    await issuer.settled()
    const { certificate, failure } = await db.domain.findUniqueOrThrow({
      where: { host },
      include: { certificate: true },
    })
    expect([certificate?.source, failure]).toEqual(['own', null])
  }
})

test('who asks again by hand comes neither before who is at work on it, nor before the authority’s pause', async () => {
  await add('pause.example.org')
  await db.domain.update({ where: { host: 'pause.example.org' }, data: { failure: 'an earlier one' } })
  const issuer = newIssuer()
  await issuer.issueDue()
  await expect.poll(() => asked.size).toBe(1)
  const leased = (await rowOf('pause.example.org')).nextTryAt
  await service().check(target(), 'pause.example.org')
  expect((await rowOf('pause.example.org')).nextTryAt).toEqual(leased)
  const details = { retryAfterMs: 7_200_000 }
  asked
    .get('pause.example.org')
    ?.reject(
      new BerthError('certificate.refused', 'the certificate authority was asked too often', { details }),
    )
  await issuer.settled()
  const held = (await rowOf('pause.example.org')).nextTryAt
  expect(held.getTime()).toBeGreaterThan(Date.now() + 3_600_000)
  await service().check(target(), 'pause.example.org')
  expect((await rowOf('pause.example.org')).nextTryAt).toEqual(held)
  // a failure of its own, which its owner may have mended
  await db.domain.update({ where: { host: 'pause.example.org' }, data: { heldUntil: null } })
  await service().check(target(), 'pause.example.org')
  expect((await rowOf('pause.example.org')).nextTryAt.getTime()).toBeLessThan(held.getTime())
})

function service() {
  return createDomainService({
    ...{ db, secrets, clock: systemClock, automatic: true },
    dns: { txt: async () => [], addresses: async () => [] },
    wake: { wakeScheduler: async () => undefined }, // there is no scheduler to look after the door
    own: { platformHost: 'localhost', appsDomain: 'localhost' },
  })
}

function target() {
  return { tenant: { id: 'ten_a', name: 'a' }, by: 'ann@example.org', ip: null, app: 'shop' }
}

function appOf(tenantId: string): string {
  return `app_${tenantId}`
}

async function add(host: string, tenantId = 'ten_a'): Promise<void> {
  const nextTryAt = new Date(Date.now() - 60_000)
  const data = { id: newId('domain'), tenantId, appId: appOf(tenantId), host, createdBy: 'ann', nextTryAt }
  await db.domain.create({ data })
}

async function makeDue(host: string): Promise<void> {
  await db.domain.update({ where: { host }, data: { nextTryAt: new Date(Date.now() - 60_000) } })
}

function rowOf(host: string) {
  return db.domain.findUniqueOrThrow({ where: { host } })
}

/** As an authority gives it. */
function issuedFor(host: string): Issued {
  const { cert, key } = ownCertificate([host], { days: 90 })
  return { chain: cert, key }
}
