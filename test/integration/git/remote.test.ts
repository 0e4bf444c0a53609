import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createBuildService, receiveSource } from '@berth/build/service'
import { buildRecipeSchema } from '@berth/protocol'
import { forTenant } from '@berth/db'
import { createAddressFinder } from '@berth/outbound'
import { createFetchSource } from '@berth/push'
import { createGitRemotes, type GitRemoteService } from '@berth/push/remote'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerBuilds } from './answer-builds.ts'
import { type Clone, ensureApp, type GitFixture, startGitService } from './git-fixture.ts'

const HOST = 'git.test'
const LIMITS = { maxBytes: 64 * 1024 ** 2, timeoutMs: 60_000, sourceBytes: 64 * 1024 ** 2 }

let fixture: GitFixture
let folder: string
let server: Server
let port: number
let upstream: Clone
let token: string
let answering: { stop(): Promise<void> }
/** what its next request is answered with in place of git */
let strange: ((response: ServerResponse) => void) | undefined

beforeAll(async () => {
  fixture = await startGitService()
  folder = await mkdtemp(path.join(tmpdir(), 'berth-remote-'))
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name))
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${HOST}`],
      ...['-addext', `subjectAltName=DNS:${HOST}`, '-keyout', key ?? '', '-out', cert ?? ''],
    ],
    { stdio: 'ignore' },
  )
  const tls = { key: await readFile(key ?? ''), cert: await readFile(cert ?? '') }
  server = createServer(tls, (request, response) => {
    if (strange) strange(response)
    else void fixture.service.http(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  answering = answerBuilds(fixture.db, () => ({}))
  token = await fixture.tokenOf(['app:read', 'app:deploy'])
  upstream = await fixture.clone({
    Dockerfile: 'FROM scratch\n',
    'web/Dockerfile': 'FROM scratch\nCOPY . /\n',
  })
  const pushed = await upstream.git('push', fixture.remote('upstream', token), 'main', 'main:refs/heads/next')
  expect(pushed).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await answering.stop()
  server.closeAllConnections()
  server.close()
  await fixture.close()
  await rm(folder, { recursive: true, force: true })
})

const caller = () => ({ tenant: { id: fixture.tenantId, name: 'acme' }, by: fixture.owner.email })
const url = () => `https://${HOST}:${port}/git/acme/upstream.git`
const fetched = () => path.join(folder, 'fetched')
const rest = { recipe: buildRecipeSchema.parse({}), wish: {} }

function service(
  more: { limits?: Partial<typeof LIMITS>; allow?: readonly string[] } = {},
): GitRemoteService {
  const { db, sources } = fixture
  const plain = async (_tenantId: string, values: Readonly<Record<string, string>>) => ({ ...values })
  const builds = createBuildService({
    ...{ db, secrets: { seal: plain, open: plain } },
    ensureApp: (target) => ensureApp(db, target),
  })
  return createGitRemotes({
    ...{ db, seal: plain, ensureApp: (target) => ensureApp(db, target) },
    startBuild: (request) => builds.startApp(request),
    fetch: createFetchSource({
      ...{ db, root: fetched(), open: plain, caFile: path.join(folder, 'cert.pem') },
      keepSource: (source) => receiveSource({ db, store: sources }, source),
      locate: more.allow === undefined ? async () => '127.0.0.1' : createAddressFinder({ allow: more.allow }),
      limits: { ...LIMITS, ...more.limits },
    }),
  })
}

test('code is fetched from an address with a token, built, and known the next time', async () => {
  const remotes = service()
  await remotes.setToken({ ...caller(), app: 'shop', host: `${HOST}:${port}`, token })
  const build = await remotes.deploy({ ...caller(), app: 'shop', url: url(), directory: './web/', ...rest })
  const head = (await upstream.git('rev-parse', 'HEAD')).out.trim()
  expect(build.origin).toMatchObject({ kind: 'git', commit: head, branch: 'main', url: url() })
  const { source } = await fixture.db.build.findUniqueOrThrow({
    where: { id: build.id },
    include: { source: true },
  })
  const archive = await fixture.sources.read(source?.digest ?? '')
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(Buffer.from(chunk))
  const names = execFileSync('tar', ['-t'], { input: Buffer.concat(chunks), encoding: 'utf8' })
  expect(names).toBe('Dockerfile\n')
  await remotes.deploy({ ...caller(), app: 'shop', branch: 'next', ...rest })
  expect(await remotes.get({ ...caller(), app: 'shop' })).toMatchObject({
    ...{ url: url(), branch: 'next', directory: 'web', tokenHost: `${HOST}:${port}` },
  })
  expect(await readdir(fetched())).toEqual([])
})

test('a branch or a folder that is not there, a wrong token and one of another host or port are told in words', async () => {
  const remotes = service()
  const ask = { ...caller(), app: 'wrong', url: url(), ...rest }
  await remotes.setToken({ ...caller(), app: 'wrong', host: `${HOST}:${port}`, token })
  await expect(remotes.deploy({ ...ask, branch: 'nope' })).rejects.toMatchObject({
    ...{ code: 'git.branch_unknown', message: expect.stringContaining('it has main, next') },
  })
  await expect(remotes.deploy({ ...ask, directory: 'nope' })).rejects.toMatchObject({ code: 'input.invalid' })
  await remotes.setToken({ ...caller(), app: 'wrong', host: `${HOST}:${port}`, token: `${token}x` })
  await expect(remotes.deploy(ask)).rejects.toMatchObject({ code: 'git.access_denied' })
  for (const host of ['other.test', HOST, `${HOST}:${port + 1}`]) {
    await remotes.setToken({ ...caller(), app: 'wrong', host, token })
    await expect(remotes.deploy(ask)).rejects.toMatchObject({ code: 'git.access_denied' })
  }
  await expect(remotes.deploy({ ...ask, app: 'never' })).rejects.toMatchObject({ code: 'git.access_denied' })
  const made = { tenantId: fixture.tenantId, name: 'never' }
  expect(await fixture.db.app.count({ where: made })).toBe(0)
})

test('redirects are not followed, and what is too large or takes too long ends with all that it started', async () => {
  const ask = { ...caller(), app: 'hostile', url: url(), ...rest }
  await service().setToken({ ...caller(), app: 'hostile', host: `${HOST}:${port}`, token })
  const small = service({ limits: { maxBytes: 100 } })
  await expect(small.deploy(ask)).rejects.toMatchObject({ code: 'git.too_large' })
  const seen: string[] = []
  try {
    strange = (response) => {
      seen.push(response.req.url ?? '')
      response.writeHead(302, { location: `https://${HOST}:${port}/git/acme/upstream.git/else` }).end()
    }
    await expect(service().deploy(ask)).rejects.toMatchObject({ code: 'git.remote_failed' })
    expect(seen).toHaveLength(1)
    strange = () => undefined // it never answers
    const hasty = service({ limits: { timeoutMs: 1000 } })
    await expect(hasty.deploy(ask)).rejects.toMatchObject({
      ...{ code: 'git.remote_failed', message: expect.stringContaining('too long') },
    })
  } finally {
    strange = undefined
  }
  expect(await readdir(fetched())).toEqual([])
})

test('an address of our own is not called, whatever it is called by', async () => {
  const remotes = service({ allow: [] })
  for (const host of ['localhost', '127.0.0.1', '10.0.0.1', '169.254.169.254'])
    await expect(
      remotes.deploy({ ...caller(), app: 'inside', url: `https://${host}:${port}/a/b`, ...rest }),
    ).rejects.toMatchObject({ code: 'outbound.unreachable' })
})

test('over ssh the deploy key lets in, and a server that shows another key does not', async () => {
  const remotes = service()
  const listen = (seed: number, at: number) =>
    fixture.service.listenSsh({ port: at, address: '127.0.0.1', seed: Buffer.alloc(32, seed) })
  const first = await listen(1, 0)
  const ask = { ...caller(), app: 'keyed', url: `ssh://git@${HOST}:${first.port}/acme/upstream.git`, ...rest }
  const { publicKey } = await remotes.makeKey({ ...caller(), app: 'keyed' })
  await expect(remotes.deploy(ask)).rejects.toMatchObject({ code: 'git.access_denied' })
  const acting = {
    ...{ db: forTenant(fixture.db, fixture.tenantId), tenantId: fixture.tenantId, role: 'owner' as const },
    ...{ by: fixture.owner.email, userId: fixture.owner.userId, ip: null },
  }
  const key = { name: 'keyed', publicKey: publicKey ?? '', machine: true }
  await fixture.guard.keys.add(acting, fixture.owner, key)
  expect((await remotes.deploy(ask)).origin).toMatchObject({ branch: 'main' })
  const [known] = (await remotes.get({ ...caller(), app: 'keyed' })).hosts
  expect(known).toMatchObject({ host: HOST, fingerprint: expect.stringMatching(/^SHA256:/) })
  first.close()
  const second = await listen(2, 0)
  try {
    const again = { ...ask, url: `ssh://git@${HOST}:${second.port}/acme/upstream.git` }
    await expect(remotes.deploy(again)).rejects.toMatchObject({ code: 'git.host_key_changed' })
    await remotes.forgetHosts({ ...caller(), app: 'keyed' })
    expect((await remotes.deploy(again)).app).toBe('keyed')
  } finally {
    second.close()
  }
})
