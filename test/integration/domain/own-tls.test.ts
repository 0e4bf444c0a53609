import { newId, systemClock } from '@berth/core'
import { createOwnTlsService, type OwnTlsService } from '@berth/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, startControlPlane } from '../control/support/control-plane.ts'
import { ownCertificate } from '../door/own-certificate.ts'
import { secureVisit } from '../door/secure-visit.ts'
import { visit } from '../door/visitor.ts'
import { type Pebble, startPebble } from './pebble.ts'

const LONG = { withinMs: 60_000 }
const HOST = 'berth.example.org'
const APP = 'shop--acme.apps.example.org'
const BY = { by: 'admin@example.org', ip: null }
let plane: ControlPlane
let pebble: Pebble
let tls: OwnTlsService

beforeAll(async () => {
  plane = await startControlPlane({
    prepare: async ({ port, tlsPort }) => {
      pebble = await startPebble({ httpPort: port })
      await pebble.setAddress(HOST, '127.0.0.99') // as if DNS did not point here yet
      return {
        BERTH_URL: `https://${HOST}:${tlsPort}`,
        BERTH_APPS_DOMAIN: `apps.example.org:${tlsPort}`,
        BERTH_TLS: 'acme',
        BERTH_ACME_URL: pebble.directory,
        BERTH_ACME_EMAIL: 'owner@example.org',
        NODE_EXTRA_CA_CERTS: pebble.caFile,
      }
    },
  })
  tls = createOwnTlsService({
    ...{ db: plane.db, secrets: plane.client, clock: systemClock, mode: 'acme' },
    wake: { wakeScheduler: async () => undefined }, // hints may get lost
    own: { platformHost: HOST, appsDomain: 'apps.example.org' },
    url: `https://${HOST}:${plane.tlsPort}`,
  })
  await addApp('shop')
  await plane.startControl()
}, 180_000)

afterAll(async () => {
  await plane.stop()
  await pebble.stop()
})

test('without a certificate the platform says so over http, and takes nothing in the clear', async () => {
  await eventually(async () => (await stateOf(HOST)) === 'failed', LONG)
  const told = await visit(plane.port, HOST, { path: '/v2/' })
  expect([told.status, told.headers['retry-after']]).toEqual([503, '5'])
  expect(told.body).toContain('No certificate yet')
  expect(told.headers['strict-transport-security']).toBeUndefined()
  await expect(secureVisit(plane.tlsPort, HOST)).rejects.toThrow()
  // who is on the machine reaches it
  expect((await visit(plane.port, 'localhost', { path: '/v2/' })).status).toBe(401)
})

test('why no certificate came is told with the next try, and it comes soon after somebody asks again', async () => {
  const [failed] = (await tls.overview()).hosts
  expect(failed).toMatchObject({ host: HOST, kind: 'platform', state: 'failed', certificate: null })
  expect(failed?.failure).toBeTruthy()
  expect(failed?.nextTryAt?.getTime()).toBeGreaterThan(Date.now() - 60_000)
  await pebble.setAddress(HOST, '127.0.0.1')
  await tls.tryNow(BY)
  await eventually(async () => (await stateOf(HOST)) === 'secure', LONG)
  const [row] = (await tls.overview()).hosts
  expect(row?.certificate).toMatchObject({ source: 'acme' })
  expect(row?.certificate?.issuer).toContain('Pebble')
  expect(row?.failure).toBeNull()
})

test('the platform answers over https, with addresses of https, and http is sent there', async () => {
  const answer = await trusted(HOST, '/v2/')
  expect(answer.status).toBe(401)
  expect(answer.headers['www-authenticate']).toContain(`realm="https://${HOST}:${plane.tlsPort}/v2/token"`)
  const sent = async () => {
    const { status, headers } = await visit(plane.port, HOST, { path: '/v2/?a=b' })
    return [status, headers.location]
  }
  await expect.poll(sent, { timeout: 30_000 }).toEqual([308, `https://${HOST}:${plane.tlsPort}/v2/?a=b`])
  const { headers } = await trusted(HOST, '/v2/')
  expect(headers['strict-transport-security']).toBe('max-age=15552000')
  // a host that nobody has gets no certificate of another one
  await expect(secureVisit(plane.tlsPort, 'nobody--acme.apps.example.org')).rejects.toThrow()
})

test('an app has a certificate once there is something to visit, and not before', async () => {
  expect(await stateOf(APP)).toBeUndefined()
  await plane.db.app.updateMany({ where: { name: 'shop' }, data: { desired: 'stopped' } })
  await eventually(async () => (await stateOf(APP)) === 'secure', LONG)
  const answer = await trusted(APP, '/')
  expect(answer.names).toBe(`DNS:${APP}`)
  const sent = async () => (await visit(plane.port, APP, { path: '/a' })).headers.location
  await expect.poll(sent, { timeout: 60_000 }).toBe(`https://${APP}:${plane.tlsPort}/a`)
  expect((await tls.overview()).apps).toEqual({ total: 1, secure: 1 })
})

test('it is renewed when two thirds of its life are over, also when control was killed in the middle', async () => {
  const row = () => plane.db.ownHost.findUniqueOrThrow({ where: { host: HOST } })
  const { certificateId, notBefore, notAfter, nextTryAt } = await row()
  if (!notBefore || !notAfter) throw new Error('there is a certificate')
  const life = notAfter.getTime() - notBefore.getTime()
  expect(nextTryAt.getTime() - notBefore.getTime()).toBe(Math.floor((life * 2) / 3))
  const { serial } = await trusted(HOST, '/v2/')
  await plane.db.ownHost.update({ where: { host: HOST }, data: { nextTryAt: new Date() } })
  await eventually(async () => (await row()).nextTryAt > new Date(), LONG) // it was begun
  await plane.killControl()
  expect((await secureVisit(plane.tlsPort, HOST, { path: '/v2/' })).serial).toBe(serial) // the door stays
  await plane.startControl()
  // as if the lease of the killed one were over
  if ((await row()).certificateId === certificateId)
    await plane.db.ownHost.update({ where: { host: HOST }, data: { nextTryAt: new Date() } })
  await eventually(async () => (await secureVisit(plane.tlsPort, HOST)).serial !== serial, LONG)
  await trusted(HOST, '/v2/')
})

test('an administrator’s own certificate takes the place, for the platform and for all apps', async () => {
  const other = ownCertificate(['other.example.org'])
  await expect(tls.setCertificate(BY, { chain: other.cert, key: other.key })).rejects.toMatchObject({
    code: 'certificate.invalid',
  })
  const own = ownCertificate([HOST, '*.apps.example.org'])
  const set = await tls.setCertificate(BY, { chain: own.cert, key: own.key })
  expect(set.hosts.map(({ host, kind, certificate }) => [host, kind, certificate?.source])).toEqual([
    [HOST, 'platform', 'own'],
    ['*.apps.example.org', 'apps', 'own'],
  ])
  const stored = await plane.db.ownHost.findUniqueOrThrow({ where: { host: HOST } })
  expect(stored.key).toMatch(/^v1\./)
  await addApp('fresh', 'stopped')
  for (const host of [HOST, 'fresh--acme.apps.example.org'])
    await eventually(async () => (await names(host)) === `DNS:${HOST}, DNS:*.apps.example.org`, LONG)
  // no order is made of what the star stands for
  await eventually(async () => {
    const row = await plane.db.ownHost.findUnique({ where: { host: 'fresh--acme.apps.example.org' } })
    return row !== null
  }, LONG)
  const sent = async () => (await visit(plane.port, 'fresh--acme.apps.example.org')).status
  await expect.poll(sent, { timeout: 60_000 }).toBe(308)
  expect(await plane.db.certificateOrder.count({ where: { host: { startsWith: 'fresh' } } })).toBe(0)

  await plane.db.certificateOrder.deleteMany() // as if an hour had passed: one host has four orders in it
  await tls.removeCertificate(BY)
  await eventually(async () => (await names(HOST)) === `DNS:${HOST}`, LONG)
  await eventually(
    async () => (await names('fresh--acme.apps.example.org')) === 'DNS:fresh--acme.apps.example.org',
    LONG,
  )
})

function names(host: string): Promise<string | undefined> {
  return secureVisit(plane.tlsPort, host).then(
    (answer) => answer.names,
    () => undefined,
  )
}

async function addApp(name: string, desired = 'running'): Promise<void> {
  const tenantId = plane.caller.tenant.id
  const projectId = newId('project')
  await plane.db.project.create({ data: { id: projectId, tenantId, name: `of-${name}` } })
  await plane.db.app.create({ data: { id: newId('app'), tenantId, projectId, name, desired } })
}

async function stateOf(host: string) {
  return (await tls.overview()).hosts.find((one) => one.host === host)?.state
}

/** As a client that trusts the authority; while the door is told of a certificate it is asked again. */
async function trusted(host: string, path: string) {
  const ca = await pebble.root()
  const answers = () =>
    secureVisit(plane.tlsPort, host, { ca, path }).then(
      () => true,
      () => false,
    )
  await eventually(answers, { ...LONG, what: `https://${host}` })
  return secureVisit(plane.tlsPort, host, { ca, path })
}
