import type { UserActor } from '@berth/auth'
import { newId } from '@berth/core'
import { recordEvent } from '@berth/db'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { runVolumeImport } from '../../../apps/cli/src/live/copy.ts'
import { connect as connectCli } from '../../../apps/cli/src/session/session.ts'
import { BrowserSession } from '../../support/browser-session.ts'
import { type EchoControl, startEchoControl } from '../../support/echo-control.ts'
import { eventually } from '../../support/eventually.ts'
import { addFullTenant, type FullTenant } from '../../support/full-tenant.ts'
import { addToken, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let control: EchoControl
let web: TestWeb
let owner: UserActor
let acme: FullTenant
let other: FullTenant
const sockets: Socket[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  control = await startEchoControl('t'.repeat(43))
  web = await startWeb({ databaseUrl: await postgres.createDatabase(), controlSocket: control.socketPath })
  owner = await addUser(web.db, 'owner@example.org')
  acme = await addFullTenant(web, 'acme', owner)
  other = await addFullTenant(web, 'other', await addUser(web.db, 'other@example.org'))
})

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

afterAll(async () => {
  await web.close()
  await control.close()
  await postgres.stop()
})

type Proof = { token?: string; headers?: Record<string, string> }
type Answer = { ok: boolean; error?: { code: string; message?: string }; [key: string]: unknown }

/** A socket that was let in, or the code of the refusal. */
function connect(namespace: string, { token, headers = {} }: Proof): Promise<Socket | string> {
  const socket = io(`${web.url}${namespace}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
    ...(token === undefined ? {} : { auth: { token } }),
  })
  sockets.push(socket)
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(socket))
    socket.on('connect_error', (error) =>
      resolve(Reflect.get(Object(Reflect.get(error, 'data')), 'berth')?.code),
    )
  })
}

async function connected(namespace: string, proof?: Proof): Promise<Socket> {
  const token = (await addToken(web, acme.tenantId, owner, ['app:read', 'app:exec'])).token
  const socket = await connect(namespace, proof ?? { token })
  if (typeof socket === 'string') throw new Error(socket)
  return socket
}

const ask = (socket: Socket, event: string, body: unknown): Promise<Answer> =>
  socket.timeout(5_000).emitWithAck(event, body)

const write = (tenantId: string, message: string) =>
  web.db.$transaction((tx) => recordEvent(tx, { tenantId, type: 'test', message }))

test('a socket needs a proof, and a cookie counts only from a page of ours', async () => {
  const browser = new BrowserSession(web.url)
  await browser.signIn('owner@example.org', PASSWORD)
  const { cookie } = browser
  expect(await connect('/events', {})).toBe('auth.required')
  expect(await connect('/events', { token: 'berth_pat_x' })).toBe('auth.token_invalid')
  expect(await connect('/events', { headers: { cookie } })).toBe('auth.origin_refused')
  expect(await connect('/events', { headers: { cookie, origin: 'http://evil--acme.apps.localhost' } })).toBe(
    'auth.origin_refused',
  )
  expect(typeof (await connect('/events', { headers: { cookie, origin: web.url } }))).toBe('object')
})

test("one hears of one's own tenant, and not of another", async () => {
  const socket = await connected('/events')
  const heard: { message: string; tenant: string }[] = []
  socket.on('event', (event) => heard.push(event))
  expect(await ask(socket, 'watch', { tenant: other.tenant })).toMatchObject({
    ok: false,
    error: { code: 'tenant.not_found' },
  })
  expect(await ask(socket, 'watch', { tenant: acme.tenant })).toEqual({ ok: true })
  await write(other.tenantId, 'theirs')
  await write(acme.tenantId, 'ours')
  await eventually(() => heard.some(({ message }) => message === 'ours'))
  expect(heard).toMatchObject([{ message: 'ours', tenant: acme.tenant }])
})

test('a copy is a session of its own kind, for who may run commands', async () => {
  const files = { kind: 'pack', path: '/etc', oneMount: false }
  const open = { tenant: acme.tenant, app: acme.app, tty: false, files }
  const socket = await connected('/terminal')
  expect(await ask(socket, 'open', open)).toMatchObject({ ok: true, execId: 'exe_a', tty: false })
  expect(control.tickets.slice(-2)).toMatchObject([
    { act: 'copy', tenantId: acme.tenantId, containerId: acme.containerId, job: files },
    { act: 'attach', tenantId: acme.tenantId, execId: 'exe_a' },
  ])
  const climbing = { kind: 'unpack', path: '/srv', name: '..' }
  expect(await ask(socket, 'open', { ...open, files: climbing })).toMatchObject({
    ok: false,
    error: { code: 'input.invalid' },
  })
  const { token } = await addToken(web, acme.tenantId, owner, ['app:read'])
  const reader = await connected('/terminal', { token })
  expect(await ask(reader, 'open', open)).toMatchObject({ ok: false, error: { code: 'auth.scope_missing' } })
})

test('an image of an instance goes into a repository of its tenant, by who may push there', async () => {
  const scopes = ['app:read', 'app:exec', 'registry:push'] as const
  const { token } = await addToken(web, acme.tenantId, owner, [...scopes])
  const socket = await connected('/terminal', { token })
  const open = { tenant: acme.tenant, app: acme.app, tty: false }
  const commit = { reference: 'shop:v2', pause: true, change: { port: 8080 } }
  expect(await ask(socket, 'open', { ...open, commit })).toMatchObject({ ok: true, tty: false })
  expect(control.tickets.at(-2)).toMatchObject({
    ...{ act: 'commit', tenantId: acme.tenantId, containerId: acme.containerId, change: { port: 8080 } },
    ...{ repository: `${acme.tenant}/shop`, tag: 'v2', subject: expect.stringMatching(/^token:/) },
  })
  const code = async (to: Socket, wanted: object) => (await ask(to, 'open', wanted)).error?.code
  for (const reference of [`${other.tenant}/shop:v2`, 'library/shop:v2', 'shop@sha256:' + 'a'.repeat(64)]) {
    const elsewhere = { ...open, commit: { ...commit, reference } }
    expect(await code(socket, elsewhere)).toBe('image.reference_invalid')
  }
  expect(await code(socket, { ...open, commit, containerId: other.containerId })).toBe('container.not_found')
  expect(await code(await connected('/terminal'), { ...open, commit })).toBe('auth.scope_missing')
})

test('what is typed arrives, what is shown is acknowledged, and the end says why', async () => {
  const socket = await connected('/terminal')
  const shown: string[] = []
  const ends: unknown[] = []
  socket.on('data', (bytes: Uint8Array) => {
    shown.push(Buffer.from(bytes).toString())
    socket.emit('ack', bytes.length)
  })
  socket.on('end', (end) => ends.push(end))
  const open = { tenant: acme.tenant, app: acme.app, tty: true, cols: 80, rows: 24 }
  expect(await ask(socket, 'open', open)).toEqual({
    ok: true,
    execId: 'exe_a',
    containerId: acme.containerId,
    tty: true,
  })
  expect(control.tickets.slice(-2)).toMatchObject([
    {
      act: 'exec',
      tenantId: acme.tenantId,
      by: 'owner@example.org',
      exec: { containerId: acme.containerId, tty: true },
    },
    { act: 'attach', tenantId: acme.tenantId, execId: 'exe_a', cols: 80 },
  ])
  expect(await ask(socket, 'input', Buffer.from('hello'))).toEqual({ ok: true })
  await ask(socket, 'resize', { cols: 100, rows: 30 })
  await ask(socket, 'eof', undefined)
  await eventually(() => ends.length > 0)
  expect(shown).toEqual(['hello', '{"cols":100,"rows":30}'])
  expect(ends).toEqual([{ kind: 'exit', code: 3, signal: null }])
  const audit = await web.db.audit.findFirst({ where: { tenantId: acme.tenantId, action: 'app.exec' } })
  expect(audit).toMatchObject({ by: 'owner@example.org', target: acme.app })
})

test('a command with a NUL character is refused, and says why', async () => {
  const socket = await connected('/terminal')
  const open = { tenant: acme.tenant, app: acme.app, tty: false, argv: ['sh\0'] }
  expect(await ask(socket, 'open', open)).toMatchObject({ ok: false, error: { code: 'input.invalid' } })
})

test('a flood of input is taken at the pace of the container', async () => {
  const socket = await connected('/terminal')
  let received = 0
  socket.on('data', (bytes: Uint8Array) => {
    received += bytes.length
  })
  await ask(socket, 'open', { tenant: acme.tenant, app: acme.app, tty: false, argv: ['cat'] })
  const chunk = Buffer.alloc(50_000, 'x')
  for (let sent = 0; sent < 20; sent++) expect(await ask(socket, 'input', chunk)).toEqual({ ok: true })
  await eventually(() => received === 20 * chunk.length)
})

test("another tenant's app, instance or shell is not found", async () => {
  const socket = await connected('/terminal')
  const code = async (wanted: object) => (await ask(socket, 'open', { tty: true, ...wanted })).error?.code
  expect(await code({ tenant: other.tenant, app: other.app })).toBe('tenant.not_found')
  expect(await code({ tenant: acme.tenant, app: other.app })).toBe('app.not_found')
  const { app, tenant } = acme
  expect(await code({ tenant, app, containerId: other.containerId })).toBe('container.not_found')
  const changes = { files: { kind: 'changes' } }
  expect(await code({ tenant, app, containerId: other.containerId, ...changes })).toBe('container.not_found')
  expect(await code({ tenant, app: other.app, ...changes })).toBe('app.not_found')
  expect(await code({ tenant, app, containerId: other.containerId, execId: 'exe_x' })).toBe(
    'container.not_found',
  )
  expect(await code({ tenant, app, execId: 'exe_x' })).toBe('input.invalid')
})

test('logs arrive with what to acknowledge, and end when they do not follow', async () => {
  const socket = await connected('/logs')
  const lines: string[] = []
  const ends: unknown[] = []
  socket.on('lines', (batch: { text: string }[], bytes: number) => {
    lines.push(...batch.map(({ text }) => text))
    socket.emit('ack', bytes)
  })
  socket.on('end', (end) => ends.push(end))
  expect(await ask(socket, 'open', { tenant: acme.tenant, app: acme.app, follow: false, tail: 10 })).toEqual({
    ok: true,
  })
  await eventually(() => ends.length > 0)
  expect(lines).toEqual(['one', 'two'])
  expect(await ask(socket, 'open', { tenant: acme.tenant, app: other.app, follow: false })).toMatchObject({
    error: { code: 'app.not_found' },
  })
})

test('what a failed release left is read by its number, and is not among the lines of what serves', async () => {
  const { containerId: serving } = acme
  const { id: left, release } = await leaveFailed(serving)
  const socket = await connected('/logs')
  const open = { tenant: acme.tenant, app: acme.app, follow: false }
  const asked = () => control.tickets.at(-1)
  await ask(socket, 'open', open)
  expect(asked()).toMatchObject({ act: 'logs', query: { containerIds: [serving] } })
  await ask(socket, 'open', { ...open, release })
  expect(asked()).toMatchObject({ act: 'logs', query: { containerIds: [left] } })
  expect(await ask(socket, 'open', { ...open, release: 99 })).toMatchObject({
    error: { code: 'container.not_found' },
  })
})

/** As a deploy of a second release leaves them when it fails. */
async function leaveFailed(servingId: string): Promise<{ id: string; release: number }> {
  const { release, ...serving } = await web.db.container.findUniqueOrThrow({
    where: { id: servingId },
    omit: { end: true, stopCause: true, pull: true },
    include: {
      release: {
        select: {
          ...{ appId: true, image: true, repository: true, digest: true, port: true, createdBy: true },
          ...{ cpu: true, memory: true, pids: true, disk: true },
        },
      },
    },
  })
  const made = newId('release')
  const empty = { processes: {}, env: {}, health: { kind: 'none' }, restart: { policy: 'always' } }
  await web.db.release.create({ data: { ...release, ...empty, id: made, kin: made, number: 2 } })
  const id = newId('container')
  const over = { desired: 'stopped', observed: 'stopped' }
  await web.db.container.create({ data: { ...serving, ...over, id, releaseId: made } })
  return { id, release: 2 }
}

test('a shell of what does not run says what would help: a start, a scaling, or an end of the pause', async () => {
  const socket = await connected('/terminal')
  const refusal = async () => {
    const answer = await ask(socket, 'open', { tenant: acme.tenant, app: acme.app, tty: true })
    return answer.error
  }
  const set = (data: { desired: string; observed: string }, app: string) =>
    web.db.$transaction([
      web.db.container.update({ where: { id: acme.containerId }, data }),
      web.db.app.updateMany({ where: { name: acme.app }, data: { desired: app } }),
    ])
  const gone = { desired: 'removed', observed: 'removed' }
  await set(gone, 'running')
  expect(await refusal()).toMatchObject({
    code: 'app.not_running',
    message: expect.stringContaining('scale it up'),
  })
  await set(gone, 'stopped')
  expect(await refusal()).toMatchObject({
    code: 'app.not_running',
    message: expect.stringContaining('start it'),
  })
  await set({ desired: 'paused', observed: 'paused' }, 'paused')
  expect(await refusal()).toMatchObject({
    code: 'app.not_running',
    message: expect.stringContaining('unpause it'),
  })
  await set({ desired: 'running', observed: 'running' }, 'running')
})

test('when control goes away the viewer is told to join again', async () => {
  const socket = await connected('/terminal')
  const ends: unknown[] = []
  socket.on('end', (end) => ends.push(end))
  await ask(socket, 'open', { tenant: acme.tenant, app: acme.app, tty: true })
  control.cut()
  await eventually(() => ends.length > 0)
  expect(ends).toMatchObject([{ kind: 'error', code: 'protocol.disconnected' }])
  const again = {
    tenant: acme.tenant,
    app: acme.app,
    tty: true,
    execId: 'exe_a',
    containerId: acme.containerId,
  }
  expect(await ask(socket, 'open', again)).toMatchObject({ ok: true, execId: 'exe_a' })
})

test('an open shell of a revoked token is cut within seconds, and so is one whose owner lost the right', async () => {
  const revoked = await addToken(web, acme.tenantId, owner, ['app:exec'])
  const shell = await connected('/terminal', { token: revoked.token })
  const member = await addUser(web.db, 'member@example.org')
  await web.db.membership.create({
    data: { tenantId: acme.tenantId, userId: member.userId, role: 'developer' },
  })
  const browser = new BrowserSession(web.url)
  await browser.signIn('member@example.org', PASSWORD)
  const demoted = await connected('/terminal', { headers: { cookie: browser.cookie, origin: web.url } })
  const untouched = await connected('/terminal')
  for (const socket of [shell, demoted, untouched]) {
    const opened = await ask(socket, 'open', { tenant: acme.tenant, app: acme.app, tty: true })
    expect(opened.ok).toBe(true)
  }
  await web.db.token.update({ where: { id: revoked.id }, data: { revokedAt: new Date() } })
  await web.db.membership.updateMany({ where: { userId: member.userId }, data: { role: 'viewer' } })
  await eventually(() => !shell.connected && !demoted.connected, { withinMs: 5_000, what: 'the cut' })
  expect(untouched.connected).toBe(true)
})

test('what is not of the protocol is answered, and ends nothing', async () => {
  const socket = await connected('/terminal')
  expect(await ask(socket, 'open', { tenant: acme.tenant })).toMatchObject({
    error: { code: 'input.invalid' },
  })
  expect(await ask(socket, 'open', null)).toMatchObject({ error: { code: 'input.invalid' } })
  expect(await ask(socket, 'input', 'text')).toMatchObject({ error: { code: 'input.invalid' } })
  expect(await ask(socket, 'input', Buffer.from('x'))).toMatchObject({
    error: { code: 'container.not_running' },
  })
  socket.emit('open')
  socket.emit('resize', { cols: -1 })
  expect(await ask(socket, 'open', { tenant: acme.tenant, app: acme.app, tty: true })).toMatchObject({
    ok: true,
  })
})

test('a command that is too long for its way is refused with the limit, and the longest goes through', async () => {
  const socket = await connected('/terminal')
  const open = (argv: readonly string[]) =>
    ask(socket, 'open', { tenant: acme.tenant, app: acme.app, tty: false, argv })
  const refused = await open(['/bin/echo', 'x'.repeat(9_000)])
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'input.invalid', message: expect.stringContaining('at most 8192 bytes') },
  })
  const longest = ['/bin/echo', 'x'.repeat(8_192 - JSON.stringify(['/bin/echo', '']).length)]
  expect(await open(longest)).toMatchObject({ ok: true })
  expect(await open(['/bin/echo', `${'y'.repeat(199)}\u{1F600}`])).toMatchObject({ ok: true })
})

test('who acknowledges without reading is cut off, and their neighbours go on', async () => {
  const neighbour = await connected('/terminal')
  const greedy = await connected('/terminal')
  const open = { tenant: acme.tenant, app: acme.app, tty: false, argv: ['cat'] }
  await ask(greedy, 'open', open)
  let isCut = false
  greedy.on('disconnect', () => (isCut = true))
  const raw = rawSocket(greedy)
  raw.pause()
  raw.on('close', () => (isCut = true))
  const before = control.echoed()
  // what comes back fills the kernel's buffers first
  const chunk = Buffer.alloc(250_000, 'x')
  for (let sent = 1; sent <= 200 && control.open() > 0; sent++) {
    greedy.emit('input', chunk)
    await eventually(() => control.echoed() - before >= sent * chunk.length || control.open() === 0)
  }
  await eventually(() => control.open() === 0, { what: 'the end of its stream' })
  raw.resume()
  await eventually(() => isCut, { what: 'the cut' })
  expect(await ask(neighbour, 'open', open)).toMatchObject({ ok: true })
})

test('streams that are opened at once end with their socket, all but the last before it', async () => {
  const socket = await connected('/terminal')
  const open = { tenant: acme.tenant, app: acme.app, tty: true }
  await Promise.all(Array.from({ length: 8 }, () => ask(socket, 'open', open)))
  await eventually(() => control.open() === 1, { what: 'one stream' })
  socket.disconnect()
  await eventually(() => control.open() === 0, { what: 'the end of all streams' })
})

test('a frame beyond the limit ends the connection that sent it, and no other', async () => {
  const [huge, neighbour] = [await connected('/terminal'), await connected('/terminal')]
  const open = { tenant: acme.tenant, app: acme.app, tty: true }
  huge.emit('input', Buffer.alloc(2 * 1024 * 1024))
  await eventually(() => !huge.connected, { what: 'the cut' })
  expect(await ask(neighbour, 'open', open)).toMatchObject({ ok: true })
})

/** The client's TCP connection, to stop reading from it. */
function rawSocket(socket: Socket): {
  pause(): void
  resume(): void
  on(event: 'close', f: () => void): void
} {
  return Reflect.get(Reflect.get(socket.io.engine.transport, 'ws'), '_socket')
}

test('a volume is exported for who may read files, of the own tenant, and that is written down', async () => {
  const wanted = { tenant: acme.tenant, volume: acme.volume }
  const { token } = await addToken(web, acme.tenantId, owner, ['app:read', 'app:deploy'])
  const reader = await connected('/volumes', { token })
  expect((await ask(reader, 'export', wanted)).error?.code).toBe('auth.scope_missing')
  const socket = await connected('/volumes')
  const foreign = { tenant: other.tenant, volume: other.volume }
  expect((await ask(socket, 'export', foreign)).error?.code).toBe('tenant.not_found')
  const missing = { ...wanted, volume: other.volume }
  expect((await ask(socket, 'export', missing)).error?.code).toBe('volume.not_found')
  expect(await ask(socket, 'export', wanted)).toMatchObject({ ok: true })
  expect(control.tickets.at(-1)).toMatchObject({ act: 'volume-export', tenantId: acme.tenantId })
  const where = { tenantId: acme.tenantId }
  expect(await web.db.audit.count({ where: { ...where, action: 'volume.exported' } })).toBe(1)
  expect(await web.db.event.count({ where: { ...where, type: 'volume.exported' } })).toBe(1)
})

test('an archive goes into a volume of the own tenant for who may deploy, and input without one is refused', async () => {
  const wanted = { tenant: acme.tenant, volume: acme.volume }
  const { token } = await addToken(web, acme.tenantId, owner, ['app:read', 'app:exec'])
  const reader = await connected('/volumes', { token })
  expect((await ask(reader, 'import', wanted)).error?.code).toBe('auth.scope_missing')
  const deployer = await addToken(web, acme.tenantId, owner, ['app:read', 'app:deploy'])
  const socket = await connected('/volumes', deployer)
  expect((await ask(socket, 'input', Buffer.from('x'))).error?.code).toBe('input.invalid')
  const foreign = { tenant: other.tenant, volume: other.volume }
  expect((await ask(socket, 'import', foreign)).error?.code).toBe('tenant.not_found')
  expect((await ask(socket, 'import', { ...wanted, volume: other.volume })).error?.code).toBe(
    'volume.not_found',
  )
  expect(await ask(socket, 'import', { ...wanted, bytes: 10 })).toMatchObject({ ok: true })
  expect(control.tickets.at(-1)).toMatchObject({ act: 'volume-import', tenantId: acme.tenantId, bytes: 10 })
})

test('the command line sends all of an archive, at the pace of the node, and says how it ended', async () => {
  const { token } = await addToken(web, acme.tenantId, owner, ['app:read', 'app:deploy'])
  const session = connectCli({ url: web.url, token })
  const before = control.echoed()
  const pieces = [Buffer.alloc(100_000, 1), Buffer.alloc(7, 2), Buffer.alloc(250_000, 3)]
  const target = { tenant: acme.tenant, volume: acme.volume }
  const code = await runVolumeImport(session, target, { input: streamOf(pieces), note: () => undefined })
  expect(code).toBe(3)
  expect(control.echoed() - before).toBe(350_007)
  const missing = { ...target, volume: 'nowhere' }
  await expect(
    runVolumeImport(session, missing, { input: streamOf(pieces), note: () => undefined }),
  ).rejects.toMatchObject({ code: 'volume.not_found' })
})

async function* streamOf(pieces: readonly Uint8Array[]) {
  yield* pieces
}

test('who follows a build is told that there is more, and the next hint waits for the answer to the last', async () => {
  const { token } = await addToken(web, acme.tenantId, owner, ['app:read'])
  const socket = await connected('/builds', { token })
  const waiting: (() => void)[] = []
  socket.on('more', (taken: () => void) => void waiting.push(taken))
  const print = () => web.db.$executeRaw`SELECT pg_notify('berth_build_output', ${acme.buildId})`
  const ask = { tenant: acme.tenant, app: acme.app, id: acme.buildId }
  expect(await socket.emitWithAck('watch', ask)).toMatchObject({ ok: true })
  await eventually(
    async () => {
      await print() // web may not listen yet
      return waiting.length > 0
    },
    { what: 'the first hint' },
  )
  await print()
  await web.db.$transaction((tx) =>
    recordEvent(tx, {
      ...{ tenantId: acme.tenantId, type: 'build.succeeded', message: 'x', data: { buildId: acme.buildId } },
    }),
  )
  expect(waiting).toHaveLength(1)
  waiting[0]?.()
  await eventually(async () => waiting.length === 2, { what: 'a hint of all that came meanwhile' })
})

test("another tenant's build is not followed, nor one of an app that a token does not reach", async () => {
  const { token } = await addToken(web, acme.tenantId, owner, ['app:read'])
  const socket = await connected('/builds', { token })
  const foreign = await socket.emitWithAck('watch', { tenant: acme.tenant, id: other.buildId })
  expect(foreign).toMatchObject({ ok: false, error: { code: 'build.not_found' } })
  const elsewhere = await socket.emitWithAck('watch', { tenant: other.tenant, id: other.buildId })
  expect(elsewhere).toMatchObject({ ok: false, error: { code: 'tenant.not_found' } })
  const image = { tenant: acme.tenant, id: acme.buildId, repository: acme.repository }
  expect(await socket.emitWithAck('watch', image)).toMatchObject({
    ok: false,
    error: { code: 'auth.scope_missing' },
  })
})
