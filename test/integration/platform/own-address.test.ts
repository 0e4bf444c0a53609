import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { withHosts } from '../../support/named-hosts.ts'
import {
  type Admin,
  BERTH,
  freePort,
  type Outcome,
  removePlatform,
  runBerth,
} from '../../support/platform.ts'
import { ownCertificate } from '../door/own-certificate.ts'
import { secureVisit } from '../door/secure-visit.ts'
import { visit } from '../door/visitor.ts'
import { type Pebble, startPebble } from '../domain/pebble.ts'

const HOST = 'berth.localhost'
const LONG = { withinMs: 90_000 }
let folder: string
let dir: string
let ports: { http: number; tls: number }
let pebble: Pebble
let admin: Admin
let first: Outcome
/** with names that lead here */
let run: Awaited<ReturnType<typeof withHosts>>
let caFile: string

const url = () => `https://${HOST}:${ports.tls}`
const appHost = () => `welcome--${admin.tenant}.${HOST}`
const up = (...more: string[]) => runBerth(['up', '--detach', '--data', dir, '--ssh-port', '0', ...more])
const berth = (args: readonly string[]) =>
  run(BERTH, args, {
    env: { BERTH_URL: admin.url, BERTH_TOKEN: admin.token, NODE_EXTRA_CA_CERTS: caFile },
  })

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), `berth-test-${process.pid}-`))
  dir = path.join(folder, 'parent/data')
  await mkdir(dir, { recursive: true })
  await chmod(folder, 0o755)
  ports = { http: await freePort(), tls: await freePort() }
  pebble = await startPebble({ httpPort: ports.http })
  const authority = path.join(folder, 'authority.pem') // control's user reads it
  await copyFile(pebble.caFile, authority)
  await chmod(authority, 0o644)
  first = await up(
    ...['--url', url(), '--port', String(ports.http), '--acme-email', 'owner@example.org'],
    ...['--acme-url', pebble.directory, '--acme-ca', authority],
  )
  if (first.code !== 0) throw new Error(first.stderr)
  admin = JSON.parse(await readFile(path.join(dir, 'admin.json'), 'utf8'))
  run = await withHosts(folder, [HOST, appHost()])
  caFile = path.join(folder, 'ca.crt')
  await writeFile(caFile, await pebble.root())
})

afterAll(async () => {
  await removePlatform(dir)
  await pebble?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('the first start tells the address, and that its certificate came', () => {
  expect(first.stdout).toContain(`Berth is running at ${url()}`)
  expect(first.stderr).toContain(`${HOST} has a certificate of Pebble`)
})

test('curl, git, skopeo and the command line work with the certificate, and http is sent to https', async () => {
  const at = ['--silent', '--show-error', '--cacert', caFile]
  const healthy = await run('curl', [...at, '--location', `http://${HOST}:${ports.http}/login`])
  expect([healthy.code, healthy.stderr]).toEqual([0, ''])
  expect(healthy.stdout).toContain('<html')

  const apps = await berth(['apps', '--json'])
  expect([apps.code, apps.stderr]).toEqual([0, ''])
  expect(JSON.parse(apps.stdout)).toMatchObject([
    { name: 'welcome', url: expect.stringContaining('https://') },
  ])

  const registry = `docker://${HOST}:${ports.tls}/library`
  const trust = [`--src-cert-dir=${folder}`, `--dest-cert-dir=${folder}`]
  const login = [`--src-creds=x:${admin.token}`, `--dest-creds=x:${admin.token}`]
  const copied = await run('skopeo', ['copy', ...trust, ...login, `${registry}/busybox`, `${registry}/again`])
  expect([copied.code, copied.stderr]).toEqual([0, ''])

  const remote = `https://x:${admin.token}@${HOST}:${ports.tls}/git/${admin.tenant}/welcome.git`
  const refs = await run('git', ['ls-remote', remote], { env: { GIT_SSL_CAINFO: caFile } })
  expect([refs.code, refs.stderr]).toEqual([0, ''])
})

test('whoever signs in gets cookies that go over https alone', async () => {
  const { headers } = await secureVisit(ports.tls, HOST, { path: '/api/auth/csrf', ca: await pebble.root() })
  const cookies = headers['set-cookie'] ?? []
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) expect(cookie).toMatch(/^__(?:Host|Secure)-.*; Secure/)
})

test('the first app answers by TLS with a certificate of its own', async () => {
  const ca = await pebble.root()
  await eventually(
    () =>
      secureVisit(ports.tls, appHost(), { ca }).then(
        ({ status }) => status === 200,
        () => false,
      ),
    { ...LONG, what: appHost() },
  )
  await expect
    .poll(async () => (await visit(ports.http, appHost())).headers.location)
    .toBe(`https://${appHost()}:${ports.tls}/`)
})

test('tls, status and doctor tell how it stands', async () => {
  const told = await berth(['tls'])
  expect([told.code, told.stderr]).toEqual([0, expect.stringContaining('has a certificate of Pebble')])
  expect(told.stdout).toMatch(new RegExp(`^${HOST} +secure`, 'm'))
  const status = await runBerth(['status', '--data', dir])
  expect([status.code, status.stderr]).toEqual([
    0,
    expect.stringMatching(/^certificate: berth\.localhost has a certificate of Pebble .* until \d{4}-/),
  ])
  const checked = await runBerth(['doctor', '--json', '--data', dir])
  const finding = JSON.parse(checked.stdout).find(({ name }: { name: string }) => name === 'certificate')
  expect(finding).toMatchObject({ ok: true, message: expect.stringContaining(HOST) })
})

test('a start with a certificate of one’s own serves that, and one that does not fit is refused', async () => {
  expect((await runBerth(['down', '--data', dir])).code).toBe(0)
  const other = ownCertificate(['other.localhost'])
  const files = { cert: path.join(folder, 'own.pem'), key: path.join(folder, 'own.key') }
  const give = async ({ cert, key }: { cert: string; key: string }) => {
    await Promise.all([writeFile(files.cert, cert), writeFile(files.key, key)])
    return up('--cert', files.cert, '--key', files.key)
  }
  const refused = await give(other)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain(`and not for ${HOST}`)
  const own = ownCertificate([HOST, `*.${HOST}`])
  const started = await give(own)
  expect([started.code, started.stderr]).toEqual([0, expect.stringContaining(`${HOST} has a certificate`)])
  for (const host of [HOST, appHost()])
    await eventually(
      () =>
        secureVisit(ports.tls, host, { ca: own.cert }).then(
          ({ names }) => names === `DNS:${HOST}, DNS:*.${HOST}`,
          () => false,
        ),
      { ...LONG, what: host },
    )
})
