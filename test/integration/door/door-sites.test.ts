import { createHmac } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type DoorDomain, type DoorRoute, type DoorSite, Secret } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, portOf, routeTo, startDoor } from './door-fixture.ts'
import { checkCertificate } from '../../../packages/domain/src/certificates/check-certificate.ts'
import { isTrusted } from '../../../packages/domain/src/certificates/is-trusted.ts'
import { curve, type OwnCertificate, ownCertificate } from './own-certificate.ts'
import { secureVisit } from './secure-visit.ts'
import { killWorker, visit, visitWithoutPause } from './visitor.ts'
import { haproxyWorkers } from './worker-pids.ts'

const ID = 'app_aaaaaaaaaaaaaaaa'
let door: Fixture
let appPort: number

beforeAll(async () => {
  door = await startDoor({ tls: true })
  const app = await door.serve((request, response) =>
    response.end(
      `app ${request.headers.host} ${request.url} ${String(request.headers['x-forwarded-proto'])}`,
    ),
  )
  appPort = portOf(app)
})
afterAll(() => door.close())

test('a domain leads to its app, and one with a star for one label more', async () => {
  await door.ingress.apply([site({ domains: [domain('shop.example'), domain('*.shop.example')] })])
  expect((await visit(door.port, 'shop.example')).body).toContain('app shop.example /')
  expect((await visit(door.port, 'A.Shop.Example:7070')).body).toContain('app A.Shop.Example')
  expect((await visit(door.port, 'a.b.shop.example')).status).toBe(404)
  await door.ingress.apply([
    site({ domains: [domain('*.shop.example')], maintenance: { message: 'closed', allow: [] } }),
  ])
  expect((await visit(door.port, 'a.shop.example')).status).toBe(503)
  await door.ingress.apply([site({})])
  expect((await visit(door.port, 'shop.example')).status).toBe(404)
})

test('a certificate serves its own host by SNI without a reload, and another takes its place unseen', async () => {
  const before = await haproxyWorkers(door.paths.masterSocket)
  const [first, second] = [ownCertificate(['tls.example', 'bank.example']), ownCertificate(['tls.example'])]
  await door.ingress.apply([secured('crt_first', first)])
  const answer = await secureVisit(door.tlsPort, 'tls.example', { ca: first.cert })
  expect(answer.body).toBe(`app tls.example:${door.tlsPort} / https`)
  // neither a name that it carries and nobody proved, nor one that nobody has
  await expect(secureVisit(door.tlsPort, 'bank.example')).rejects.toThrow()
  await expect(secureVisit(door.tlsPort, 'other.example')).rejects.toThrow()

  await door.ingress.apply([secured('crt_second', second)])
  const renewed = await secureVisit(door.tlsPort, 'tls.example', { ca: second.cert })
  expect(renewed.serial).not.toBe(answer.serial)
  expect(readdirSync(door.paths.dir).filter((name) => name.endsWith('.pem'))).toEqual(['crt_second.pem'])
  expect(statSync(join(door.paths.dir, 'crt_second.pem')).mode & 0o007).toBe(0)
  expect(await haproxyWorkers(door.paths.masterSocket)).toEqual(before)

  await killWorker(door.paths.masterSocket)
  expect((await secureVisit(door.tlsPort, 'tls.example')).serial).toBe(renewed.serial)
})

test('a certificate that HAProxy refuses harms no other', async () => {
  const good = ownCertificate(['tls.example'])
  const bad = {
    ...domain('bad.example'),
    certificate: { name: 'crt_bad', pem: new Secret('no certificate') },
  }
  await door.ingress.apply([
    secured('crt_good', good),
    { ...routeTo('bad.test', appPort), site: siteOf({ id: 'app_b', domains: [bad] }) },
  ])
  expect((await secureVisit(door.tlsPort, 'tls.example')).status).toBe(200)
  await killWorker(door.paths.masterSocket)
  expect((await secureVisit(door.tlsPort, 'tls.example')).status).toBe(200)
})

test('a certificate that HAProxy refuses stops no reload', async () => {
  const good = ownCertificate(['tls.example'])
  const bad = {
    ...domain('worse.example'),
    certificate: { name: 'crt_worse', pem: new Secret('no certificate') },
  }
  const before = await haproxyWorkers(door.paths.masterSocket)
  // more hosts than there are backends in stock: they come with the certificate, in one
  const many = Array.from({ length: 70 }, (_, i) => routeTo(`many${i}.test`, appPort))
  const spoilt = { ...routeTo('worse.test', appPort), site: siteOf({ id: 'app_c', domains: [bad] }) }
  await door.ingress.apply([secured('crt_whole', good), spoilt, ...many])
  expect(await haproxyWorkers(door.paths.masterSocket)).not.toEqual(before)
  expect((await secureVisit(door.tlsPort, 'tls.example')).status).toBe(200)
  expect((await visit(door.port, 'many69.test')).status).toBe(200)
})

test.each([
  ['RSA of 2048 bits', ['rsa:2048']],
  ['P-384', curve('secp384r1')],
  ['P-521', curve('secp521r1')],
  ['Ed25519', ['ed25519']],
])('a key that we allow serves: %s', async (kind, newkey) => {
  const made = ownCertificate(['tls.example'], { newkey })
  const checked = checkCertificate({
    ...{ chain: made.cert, key: made.key },
    ...{ host: 'tls.example', now: new Date() },
  })
  const name = `crt_${kind.toLowerCase().replace(/[^a-z0-9]/g, '')}`
  await door.ingress.apply([secured(name, { cert: checked.chain, key: checked.key })])
  expect((await secureVisit(door.tlsPort, 'tls.example', { ca: made.cert })).status).toBe(200)
})

test.each([
  ['secp256k1', curve('secp256k1')],
  ['brainpoolP256r1', curve('brainpoolP256r1')],
  ['RSA of 1024 bits', ['rsa:1024']],
  ['ed448', ['ed448']],
  ['rsa-pss', ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048']],
])('a key of any other kind is refused by its name: %s', (kind, newkey) => {
  const { cert: chain, key } = ownCertificate(['tls.example'], { newkey })
  expect(() => checkCertificate({ chain, key, host: 'tls.example', now: new Date() })).toThrow(
    `its key is ${kind}`.replace('secp', 'ec secp').replace('brain', 'ec brain'),
  )
})

test('a certificate proves whose a host is when an authority that is trusted gave it, and no other', async () => {
  const { cert: chain, key } = ownCertificate(['*.tls.example'])
  const ca = [chain]
  expect(await isTrusted({ chain, key, host: '*.tls.example' }, ca)).toBe(true)
  expect(await isTrusted({ chain, key, host: 'tls.example' }, ca)).toBe(false)
  expect(await isTrusted({ chain, key, host: '*.tls.example' })).toBe(false)
  expect(await isTrusted({ chain, key, host: '*.tls.example' }, [ownCertificate(['x']).cert])).toBe(false)
})

test('http is sent to https once there is a certificate, but not a certificate authority', async () => {
  const challenge = { token: 'tok-EN_1', answer: 'tok-EN_1.thumb' }
  const at = '/.well-known/acme-challenge/tok-EN_1'
  await door.ingress.apply([site({ domains: [{ ...domain('tls.example'), challenge }] })])
  expect((await visit(door.port, 'tls.example')).status).toBe(200)
  expect(await visit(door.port, 'tls.example', { path: at })).toMatchObject({
    status: 200,
    body: challenge.answer,
  })
  expect((await visit(door.port, 'tls.example', { path: `${at}x` })).body).toContain('app ')

  await door.ingress.apply([secured('crt_https', ownCertificate(['tls.example']), { challenge, hsts: true })])
  const moved = await visit(door.port, 'tls.example', { path: '/a?b=1' })
  expect(moved).toMatchObject({
    status: 308,
    headers: { location: `https://tls.example:${door.tlsPort}/a?b=1` },
  })
  expect((await visit(door.port, 'tls.example', { path: at })).body).toBe(challenge.answer)
  const secure = await secureVisit(door.tlsPort, 'tls.example')
  expect(secure.headers['strict-transport-security']).toMatch(/^max-age=\d+$/)
})

test('a domain sends its visitors to another, by https where that has a certificate', async () => {
  const to = (host: string): DoorDomain => ({ ...domain('old.example'), redirectTo: host })
  await door.ingress.apply([site({ domains: [to('new.example'), domain('new.example')] })])
  const plain = await visit(door.port, `old.example:${door.port}`, { path: '/x?y' })
  expect(plain).toMatchObject({ status: 301, headers: { location: `http://new.example:${door.port}/x?y` } })
  await door.ingress.apply([secured('crt_moved', ownCertificate(['tls.example']), {}, [to('tls.example')])])
  const { headers } = await visit(door.port, 'old.example', { path: '/x' })
  expect(headers.location).toBe(`https://tls.example:${door.tlsPort}/x`)
})

test('paths are sent elsewhere by the longest rule, and what follows is kept', async () => {
  await door.ingress.apply([
    site({
      redirects: [
        { from: '/old', to: '/new', status: 301 },
        { from: '/old/docs', to: 'https://docs.example/v2/', status: 302 },
        { from: '/gone', to: '/', status: 308 },
      ],
    }),
  ])
  const locationOf = async (path: string) => (await visit(door.port, 'hello.test', { path })).headers.location
  expect(await locationOf('/old')).toBe('http://hello.test/new')
  expect(await locationOf('/old/a/b?c=d')).toBe('http://hello.test/new/a/b?c=d')
  expect(await locationOf('/old/docs/x')).toBe('https://docs.example/v2/x')
  // no way to another host by what a visitor adds
  expect(await locationOf('/gone//evil.example/')).toBe('http://hello.test//evil.example/')
  expect((await visit(door.port, 'hello.test', { path: '/older' })).body).toContain('app ')
  expect((await visit(door.port, 'hello.test', { path: '/old/docs' })).status).toBe(302)
  expect((await visit(door.port, 'hello.test', { path: '/gone' })).status).toBe(308)
})

test('who may visit has to say the password, and no app sees who does not', async () => {
  const salt = Buffer.from('a salt of the app').toString('base64')
  const sent = (text: string) => Buffer.from(text).toString('base64')
  const proof = createHmac('sha256', Buffer.from(salt, 'base64')).update(sent('ann:päss:word')).digest('hex')
  await door.ingress.apply([site({ guard: { salt, proofs: [proof.toUpperCase()] } })])
  const as = (authorization: string) => visit(door.port, 'hello.test', { headers: { authorization } })
  const refused = await visit(door.port, 'hello.test')
  expect(refused).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': expect.stringContaining('Basic') },
  })
  expect((await as(`Basic ${sent('ann:päss:word')}`)).status).toBe(200)
  expect((await as(`basic ${sent('ann:päss:word')}`)).status).toBe(200)
  for (const wrong of ['ann:', 'ann:word', 'bob:päss:word', ''])
    expect((await as(`Basic ${sent(wrong)}`)).status).toBe(401)
  expect((await as(`Bearer ${sent('ann:päss:word')}`)).status).toBe(401)
  expect((await as(`Basic ${proof}`)).status).toBe(401)
})

test('who guesses passwords is held up, by address and app, and others are not', async () => {
  const salt = Buffer.from('a salt of the app').toString('base64')
  const sent = (text: string) => Buffer.from(text).toString('base64')
  const proof = createHmac('sha256', Buffer.from(salt, 'base64')).update(sent('ann:right')).digest('hex')
  const guard = { salt, proofs: [proof.toUpperCase()] }
  const other = { ...routeTo('other.test', appPort), site: siteOf({ id: 'app_bbbbbbbbbbbbbbbb', guard }) }
  await door.ingress.apply([site({ id: 'app_cccccccccccccccc', guard }), other])
  const as = (text: string, host: string, address = '127.0.0.1') =>
    visit(door.port, host, { headers: { authorization: `Basic ${sent(text)}` }, address })
  const said: number[] = []
  for (let guess = 0; guess < 30 && said.at(-1) !== 429; guess++)
    said.push((await as(`ann:${guess}`, 'hello.test')).status)
  expect(said.at(-1)).toBe(429)
  expect(said.filter((status) => status === 401).length).toBeGreaterThanOrEqual(10)
  const refused = await as('ann:right', 'hello.test')
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60'])
  expect((await as('ann:right', 'other.test')).status).toBe(200)
  expect((await as('ann:right', 'hello.test', '::1')).status).toBe(200)
  // who says nothing is asked as before
  expect((await visit(door.port, 'hello.test')).status).toBe(401)
})

test('while an app is maintained visitors read why, as text and not as a page of the owner', async () => {
  const message = `<script>alert("1")</script> %[env(HOME)] back at 10; show info\n维护 ü 100%`
  await door.ingress.apply([site({ maintenance: { message, allow: ['127.0.0.2', '::1'] } })])
  const page = await visit(door.port, 'hello.test')
  expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '120' } })
  expect(page.body).toContain(
    '&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; %[env(HOME)] back at 10; show info<br>维护 ü 100%',
  )
  expect(page.body).not.toContain('<script')
  expect((await visit(door.port, 'hello.test', { address: '::1' })).status).toBe(200)
  const json = await visit(door.port, 'hello.test', { headers: { accept: 'application/json' } })
  expect(JSON.parse(json.body)).toEqual({ error: 'maintenance' })
  expect((await visit(door.port, 'berth.test')).body).not.toContain('script')
  await door.ingress.apply([site({})])
  expect((await visit(door.port, 'hello.test')).status).toBe(200)
})

test('domains, certificates and rules come and go while visitors come, and none fails', async () => {
  const visitors = visitWithoutPause(door.port, 'hello.test', (body) => body.startsWith('app '))
  for (let round = 0; round < 5; round++) {
    const more = Array.from({ length: round }, (_, i) => domain(`d${i}.example`))
    await door.ingress.apply([secured(`crt_round${round}`, ownCertificate(['tls.example']), {}, more)])
  }
  const { wrong, refused, broken } = await visitors.stop()
  expect([wrong, refused, broken]).toEqual([[], [], []])
})

test.each([
  ['a host', { domains: [domain('a.example app1')] }],
  ['a path', { redirects: [{ from: '/a;show info', to: '/', status: 301 }] }],
  ['a target', { redirects: [{ from: '/a', to: '/b%[env(HOME)]\n', status: 301 }] }],
  ['a proof', { guard: { salt: 'AA==', proofs: ['A 1'] } }],
  ['an address', { maintenance: { message: '', allow: ['1.2.3.4;'] } }],
] as const)('%s that could be more than that is refused', async (_, change) => {
  await expect(door.ingress.apply([site(change)])).rejects.toThrow(
    "cannot be a part of the door's configuration",
  )
})

function site(change: Partial<DoorSite>): DoorRoute {
  return { ...routeTo('hello.test', appPort), site: siteOf(change) }
}

function siteOf(change: Partial<DoorSite>): DoorSite {
  return { id: ID, domains: [], redirects: [], guard: null, maintenance: null, ...change }
}

function domain(host: string): DoorDomain {
  return { host, redirectTo: null, certificate: null, forceHttps: true, hsts: false, challenge: null }
}

/** With `tls.example` and this certificate for it. */
function secured(
  name: string,
  { cert, key }: OwnCertificate,
  change: Partial<DoorDomain> = {},
  more: readonly DoorDomain[] = [],
): DoorRoute {
  const certificate = { name, pem: new Secret(`${cert}\n${key}`) }
  return site({ domains: [{ ...domain('tls.example'), certificate, ...change }, ...more] })
}
