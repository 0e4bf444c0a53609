import { newId, systemClock } from '@berth/core'
import { createDomainService, createDoorService, type DomainService, type DoorService } from '@berth/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, createTenant, startControlPlane } from '../control/support/control-plane.ts'
import { ownCertificate } from '../door/own-certificate.ts'
import { secureVisit } from '../door/secure-visit.ts'
import { visit } from '../door/visitor.ts'
import { type Pebble, startPebble } from './pebble.ts'

const LONG = { withinMs: 90_000 }
let plane: ControlPlane
let pebble: Pebble
let domains: DomainService
let doors: DoorService
/** what DNS says to the service, by name */
const records = new Map<string, string[]>()

beforeAll(async () => {
  plane = await startControlPlane({
    prepare: async ({ port }) => {
      pebble = await startPebble({ httpPort: port })
      return {
        BERTH_ACME_URL: pebble.directory,
        BERTH_ACME_EMAIL: 'owner@example.org',
        NODE_EXTRA_CA_CERTS: pebble.caFile,
      }
    },
  })
  const deps = {
    ...{ db: plane.db, secrets: plane.client, clock: systemClock },
    wake: { wakeScheduler: async () => undefined }, // hints may get lost
  }
  doors = createDoorService(deps)
  domains = createDomainService({
    ...deps,
    automatic: true,
    own: { platformHost: 'localhost', appsDomain: 'localhost' },
    dns: { txt: async (name) => records.get(name) ?? [], addresses: async (host) => records.get(host) ?? [] },
  })
  await addApp(plane.caller.tenant.id, 'shop')
  await plane.startControl()
}, 120_000)

afterAll(async () => {
  await plane.stop()
  await pebble.stop()
})

test('a domain that is added answers over https, with a certificate of the authority, by itself', async () => {
  const added = await domains.add(target(), { host: 'Shop.Example.ORG' })
  expect(added).toMatchObject({ host: 'shop.example.org', state: 'pending', certificate: null })
  await eventually(async () => (await stateOf('shop.example.org')) === 'secure', LONG)
  const answer = await secureVisitOnce('shop.example.org')
  expect(answer.names).toBe('DNS:shop.example.org')
  expect(answer.body).toContain('nothing has been deployed to it yet')
  // visitors are sent there once it serves
  const sent = async () => {
    const { status, headers } = await visit(plane.port, 'shop.example.org', { path: '/a' })
    return [status, headers.location]
  }
  await expect.poll(sent).toEqual([308, `https://shop.example.org:${plane.tlsPort}/a`])
  expect((await eventsOf('shop.example.org')).filter((type) => type === 'domain.secured')).toHaveLength(1)
})

test('a certificate is renewed when two thirds of its life are over, and the old one serves until then', async () => {
  const before = await plane.db.domain.findUniqueOrThrow({
    where: { host: 'shop.example.org' },
    include: { certificate: true },
  })
  const { notBefore, notAfter } = before.certificate ?? { notBefore: new Date(), notAfter: new Date() }
  const life = notAfter.getTime() - notBefore.getTime()
  expect(before.nextTryAt.getTime() - notBefore.getTime()).toBe(Math.floor((life * 2) / 3))
  const { serial } = await secureVisitOnce('shop.example.org')
  // as if that moment had come
  await plane.db.domain.update({ where: { id: before.id }, data: { nextTryAt: new Date() } })
  await eventually(async () => (await secureVisitOnce('shop.example.org')).serial !== serial, LONG)
  expect((await eventsOf('shop.example.org')).filter((type) => type === 'domain.secured')).toHaveLength(1)
})

test('an order whose control was killed begins anew', async () => {
  await domains.add(target(), { host: 'killed.example.org' })
  const row = () => plane.db.domain.findUniqueOrThrow({ where: { host: 'killed.example.org' } })
  await eventually(
    async () => (await row()).challengeToken !== null || (await row()).certificateId !== null,
    LONG,
  )
  await plane.killControl()
  await plane.startControl()
  // as if the lease of the killed one were over
  if ((await row()).certificateId === null)
    await plane.db.domain.update({ where: { host: 'killed.example.org' }, data: { nextTryAt: new Date() } })
  await eventually(async () => (await stateOf('killed.example.org')) === 'secure', LONG)
  await secureVisitOnce('killed.example.org')
})

test('why no certificate came is told, and it is tried again later', async () => {
  await pebble.setAddress('elsewhere.example.org', '127.0.0.99')
  await domains.add(target(), { host: 'elsewhere.example.org' })
  await eventually(async () => (await stateOf('elsewhere.example.org')) === 'failed', LONG)
  const shown = await find('elsewhere.example.org')
  expect(shown?.failure).toBeTruthy()
  expect(shown?.nextTryAt?.getTime()).toBeGreaterThan(shown?.createdAt.getTime() ?? Infinity)
  expect(await eventsOf('elsewhere.example.org')).toEqual(['domain.added', 'domain.failed'])
  expect((await visit(plane.port, 'elsewhere.example.org')).status).toBe(404) // not deployed: it leads to the app
  await domains.remove(target(), 'elsewhere.example.org')
})

test('a certificate of one’s own serves, also for a star, and what cannot is refused', async () => {
  await domains.add(target(), { host: '*.own.example.org' })
  expect((await find('*.own.example.org'))?.state).toBe('plain')
  const { cert, key } = ownCertificate(['*.own.example.org', 'bank.example.org'])
  const given = { chain: cert, key }
  const set = (change: Partial<typeof given>) =>
    domains.setCertificate(target(), '*.own.example.org', { ...given, ...change })
  const other = ownCertificate(['other.example.org'])
  await expect(set({ key: other.key })).rejects.toThrow('the key does not belong to the certificate')
  await expect(set({ chain: other.cert, key: other.key })).rejects.toThrow('and not for *.own.example.org')
  await expect(set({ chain: 'x' })).rejects.toThrow('no certificate in PEM')
  expect(await set({})).toMatchObject({ state: 'secure', certificate: { source: 'own' } })
  const stored = await plane.db.certificate.findFirstOrThrow({ where: { source: 'own' } })
  expect(stored.key).toMatch(/^v1\./)
  await eventually(async () => {
    const answer = await secureVisit(plane.tlsPort, 'a.own.example.org', { ca: cert }).catch(() => null)
    return answer?.names === 'DNS:*.own.example.org, DNS:bank.example.org'
  }, LONG)
  await expect(secureVisit(plane.tlsPort, 'bank.example.org')).rejects.toThrow()
})

test('redirects, passwords and maintenance reach the app’s own address and its domains, and end again', async () => {
  const hosts = ['shop--acme.localhost', 'a.own.example.org']
  const meets = (path: string, status: number, headers: Record<string, string> = {}) =>
    eventually(
      async () => {
        const [own, domain] = await Promise.all([
          visit(plane.port, hosts[0] ?? '', { path, headers }),
          secureVisit(plane.tlsPort, hosts[1] ?? '', { path, headers }),
        ])
        return own.status === status && domain.status === status
      },
      { ...LONG, what: `${path} with ${status}` },
    )
  await doors.addRedirect(target(), { from: '/old/', to: 'https://new.example.org', status: 307 })
  await doors.addRedirect(target(), { from: '/old', to: 'https://newer.example.org', status: 308 })
  expect((await doors.read(target())).redirects).toHaveLength(1)
  await meets('/old/x', 308)
  await doors.setUser(target(), { name: 'ann', password: 'wrong at first' })
  await doors.setUser(target(), { name: 'ann', password: 'correct horse' })
  await meets('/', 401)
  const authorization = `Basic ${Buffer.from('ann:correct horse').toString('base64')}`
  await meets('/', 404, { authorization }) // nothing is deployed
  const row = await plane.db.appDoor.findFirstOrThrow()
  expect(JSON.stringify(row)).not.toContain('correct horse')
  await doors.setMaintenance(target(), { message: 'back soon', allow: [] })
  await meets('/', 503, { authorization })
  await doors.setMaintenance(target(), null)
  await doors.removeUser(target(), 'ann')
  await doors.removeRedirect(target(), '/old')
  await meets('/old/x', 404)
  expect(await doors.read(target())).toEqual({ redirects: [], users: [], maintenance: null })
})

test('another tenant’s host is refused until DNS names who asks, and then it is theirs', async () => {
  const rival = { ...(await createTenant(plane.db, 'rival')), ip: null, app: 'theirs' }
  await addApp(rival.tenant.id, 'theirs')
  const refused = await domains.add(rival, { host: 'shop.example.org' }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'domain.taken', details: { record: '_berth.shop.example.org' } })
  expect(JSON.stringify(refused)).not.toContain('acme')
  for (const host of ['login.shop.example.org', '*.shop.example.org'])
    await expect(domains.add(rival, { host })).rejects.toMatchObject({ code: 'domain.taken' })
  const { details } = refused as { details: { record: string; value: string } }
  records.set(details.record, [details.value])
  await domains.add(rival, { host: 'shop.example.org' })
  expect(await find('shop.example.org')).toBeUndefined()
  expect(await eventsOf('shop.example.org', plane.caller.tenant.id)).toContain('domain.lost')
  // nor can the one who had it take it back
  await expect(domains.add(target(), { host: 'shop.example.org' })).rejects.toMatchObject({
    code: 'domain.taken',
  })
})

test('a claim that never led here keeps nobody away for longer than a week', async () => {
  const late = { ...(await createTenant(plane.db, 'late')), ip: null, app: 'late' }
  await addApp(late.tenant.id, 'late')
  await domains.add(target(), { host: 'squat.example.org', tls: false })
  await expect(domains.add(late, { host: 'squat.example.org' })).rejects.toMatchObject({
    code: 'domain.taken',
  })
  const createdAt = new Date(Date.now() - 8 * 86_400_000)
  await plane.db.domain.update({ where: { host: 'squat.example.org' }, data: { createdAt } })
  await domains.add(late, { host: 'squat.example.org', tls: false })
  expect(await find('squat.example.org')).toBeUndefined()
})

test('a host that its TXT record proved stays its tenant’s, whatever kind it is and however old', async () => {
  const thief = { ...(await createTenant(plane.db, 'thief')), ip: null, app: 'trap' }
  await addApp(thief.tenant.id, 'trap')
  const createdAt = new Date(Date.now() - 8 * 86_400_000)
  // one is looked after by its owner, of the other nobody asked again after the record was set
  for (const [host, isChecked] of [
    ['*.star.example.net', true],
    ['plain.example.net', false],
  ] as const) {
    const { ownership } = await domains.add(target(), { host, tls: false })
    if (ownership.proven) throw new Error('nobody has proven it yet')
    expect(ownership.openAt.getTime()).toBeGreaterThan(Date.now())
    records.set(ownership.record.name, [ownership.record.value])
    if (isChecked) await domains.check(target(), host)
    await plane.db.domain.update({ where: { host }, data: { createdAt } })
    await expect(domains.add(thief, { host })).rejects.toMatchObject({ code: 'domain.taken' })
    expect((await find(host))?.ownership).toEqual({ proven: true })
    await domains.remove(target(), host)
  }
})

test.each(['localhost', 'x.localhost', 'shop', '10.0.0.1', '*.com.', 'a b.example.org'])(
  '%s cannot be added',
  async (host) => {
    await expect(domains.add(target(), { host })).rejects.toMatchObject({ code: 'input.invalid' })
  },
)

function target() {
  return { ...plane.caller, ip: null, app: 'shop' }
}

async function addApp(tenantId: string, name: string): Promise<void> {
  const projectId = newId('project')
  await plane.db.project.create({ data: { id: projectId, tenantId, name: `of-${name}` } })
  await plane.db.app.create({ data: { id: newId('app'), tenantId, projectId, name } })
}

async function find(host: string) {
  return (await domains.list(target())).domains.find((domain) => domain.host === host)
}

async function stateOf(host: string) {
  return (await find(host))?.state
}

/** As a browser that trusts the authority; while the door is told of a certificate it is asked again. */
async function secureVisitOnce(host: string) {
  const ca = await pebble.root()
  await eventually(
    () =>
      secureVisit(plane.tlsPort, host, { ca }).then(
        () => true,
        () => false,
      ),
    { ...LONG, what: `https://${host}` },
  )
  return secureVisit(plane.tlsPort, host, { ca })
}

async function eventsOf(host: string, tenantId = plane.caller.tenant.id): Promise<string[]> {
  const events = await plane.db.event.findMany({ where: { tenantId }, orderBy: { seq: 'asc' } })
  return events
    .filter(({ data }) => (data as { host?: string } | null)?.host === host)
    .map(({ type }) => type)
}
