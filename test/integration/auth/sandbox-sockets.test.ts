import type { UserActor } from '@berth/auth'
import { newId } from '@berth/core'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BrowserSession, refusal } from '../../support/browser-session.ts'
import { type EchoControl, startEchoControl } from '../../support/echo-control.ts'
import { eventually } from '../../support/eventually.ts'
import { labContainer, labSpec, writeCourse, writeLab } from '../../support/lab-fixture.ts'
import { addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

type Person = UserActor & { readonly browser: BrowserSession }

let postgres: TestPostgres
let control: EchoControl
let web: TestWeb
let owner: Person
let teacher: Person
let stranger: Person
let tenantId = ''
let courseId = ''
let sandbox = ''
const sockets: Socket[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  control = await startEchoControl('t'.repeat(43))
  web = await startWeb({ databaseUrl: await postgres.createDatabase(), controlSocket: control.socketPath })
  tenantId = await addTenant(web.db, 'school', await addUser(web.db, 'head@example.org'))
  owner = await person('ada@example.org')
  teacher = await person('turing@example.org')
  stranger = await person('eve@example.org')
  sandbox = await runningSandbox()
})

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

afterAll(async () => {
  await web.close()
  await control.close()
  await postgres.stop()
})

async function person(email: string): Promise<Person> {
  const actor = await addUser(web.db, email)
  const browser = new BrowserSession(web.url)
  await browser.signIn(email, PASSWORD)
  return Object.assign(actor, { browser })
}

async function runningSandbox(): Promise<string> {
  const { db } = web
  const image = { repository: 'library/shell', digest: `sha256:${'a'.repeat(64)}` }
  const spec = labSpec({
    containers: [labContainer('shell', { shell: ['/bin/bash', '-l'], user: 'student' }), labContainer('web')],
  })
  const { labId, appId, versionId } = await writeLab(db, { tenantId, image, spec })
  const course = await writeCourse(db, { tenantId, labId })
  courseId = course.courseId
  const member = (who: Person, role: string, name: string) => ({
    ...{ id: newId('member'), tenantId, courseId, userId: who.userId, role, name, joinedAt: new Date() },
  })
  const pupil = member(owner, 'student', 'Ada\u001b[31m Lovelace')
  await db.courseMember.createMany({ data: [pupil, member(teacher, 'teacher', 'Alan')] })
  const { id: nodeId } = await db.node.create({ data: { id: newId('node'), name: 'one' } })
  const { id } = await db.sandbox.create({
    data: {
      ...{ id: newId('sandbox'), tenantId, labId, versionId, courseId, courseLabId: course.courseLabId },
      ...{ memberId: pupil.id, userId: owner.userId, state: 'running', nodeId },
    },
  })
  const releases = await db.release.findMany({ where: { appId }, orderBy: { number: 'asc' } })
  for (const [i, process] of ['shell', 'web'].entries()) {
    await db.container.create({
      data: {
        ...{ id: newId('container'), tenantId, appId, releaseId: releases[i]?.id ?? '', nodeId, process },
        ...{ instance: 1, observed: 'running', sandboxId: id, attempt: 1 },
      },
    })
  }
  return id
}

type Answer = { ok: boolean; error?: { code: string }; [key: string]: unknown }

async function connect({ browser }: Person): Promise<Socket> {
  const socket = io(`${web.url}/sandbox`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: { cookie: browser.cookie, origin: web.url },
  })
  sockets.push(socket)
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve)
    socket.on('connect_error', reject)
  })
  return socket
}

const ask = (socket: Socket, event: string, body: unknown): Promise<Answer> =>
  socket.timeout(60_000).emitWithAck(event, body)

/** A socket that shows a shell; `text` is what came on it. */
async function open(who: Person, wish: Record<string, unknown> = {}) {
  const socket = await connect(who)
  const heard = {
    text: '',
    replayed: 0,
    sizes: [] as unknown[],
    roles: [] as unknown[],
    viewers: [] as unknown[],
  }
  socket.on('data', (data: Uint8Array) => (heard.text += Buffer.from(data).toString()))
  socket.on('replayed', () => heard.replayed++)
  socket.on('size', (size) => heard.sizes.push(size))
  socket.on('role', (role) => heard.roles.push(role))
  socket.on('viewers', (viewers) => (heard.viewers = viewers))
  const opened = await ask(socket, 'open', { sandbox, number: 1, cols: 90, rows: 30, ...wish })
  return { socket, opened, heard }
}

const type = (socket: Socket, text: string) => ask(socket, 'input', Buffer.from(text))

test('its owner gets a shell, as the lab has it, that knows whom it is for', async () => {
  const { socket, opened, heard } = await open(owner)
  expect(opened).toMatchObject({ ok: true, role: 'driver', container: 'shell', size: { cols: 90, rows: 30 } })
  const exec = control.tickets.find((ticket) => ticket.act === 'exec')
  expect(exec).toMatchObject({ tenantId, by: 'ada@example.org' })
  expect(exec?.act === 'exec' && exec.exec).toMatchObject({
    ...{ argv: ['/bin/bash', '-l'], tty: true, user: 'student' },
    env: {
      BERTH_SANDBOX: sandbox,
      BERTH_LAB: 'first-steps',
      BERTH_COURSE: 'unix',
      BERTH_STUDENT: 'Ada [31m Lovelace',
    },
  })
  await type(socket, 'typed')
  await eventually(() => heard.text.includes('typed'))
})

test('the same number is the same shell, in however many windows at once', async () => {
  const before = control.tickets.filter(({ act }) => act === 'exec').length
  const opened = await Promise.all(
    Array.from({ length: 4 }, () => open(owner, { number: 2, container: 'web' })),
  )
  expect(new Set(opened.map((one) => one.opened['containerId'])).size).toBe(1)
  await open(owner, { number: 2 })
  expect(control.tickets.filter(({ act }) => act === 'exec').length - before).toBe(1)
})

test('a window is told when the old screen has come: at once where there is none', async () => {
  const first = await open(owner, { number: 3 })
  await eventually(() => first.heard.replayed === 1)
  const back = await open(owner, { number: 3 })
  await eventually(() => back.heard.replayed === 1)
})

test('nobody else has it, and not even a sandbox is there for them', async () => {
  for (const event of ['open', 'watch', 'list']) {
    const socket = await connect(stranger)
    const body = { open: { number: 1, cols: 1, rows: 1 }, watch: {}, list: { container: 'shell', path: '/' } }
    const answer = await ask(socket, event, { sandbox, ...Reflect.get(body, event) })
    expect(answer.error?.code).toBe('sandbox.not_found')
  }
})

test('a teacher looks on: what they type and how large their window is changes nothing', async () => {
  const mine = await open(owner)
  await eventually(() => mine.heard.viewers.length === 1)
  const theirs = await open(teacher, { cols: 20, rows: 5 })
  expect(theirs.opened).toMatchObject({ ok: true, role: 'observer', size: { cols: 90, rows: 30 } })
  const attach = control.tickets.findLast((ticket) => ticket.act === 'attach')
  expect(attach).not.toHaveProperty('cols')
  await eventually(() => mine.heard.viewers.length === 2)
  expect(mine.heard.viewers).toContainEqual(
    expect.objectContaining({ userId: teacher.userId, as: 'teacher', role: 'observer' }),
  )
  expect(await type(theirs.socket, 'from the teacher')).toMatchObject({ ok: true })
  await ask(theirs.socket, 'resize', { cols: 10, rows: 4 })
  await ask(mine.socket, 'resize', { cols: 70, rows: 20 })
  await eventually(() => theirs.heard.sizes.length === 1)
  expect(theirs.heard.sizes).toEqual([{ cols: 70, rows: 20 }])
  await type(mine.socket, 'last')
  await eventually(() => mine.heard.text.includes('last'))
  expect(mine.heard.text + theirs.heard.text).not.toContain('teacher')
  expect(theirs.heard.text).not.toContain('"cols":10')
  theirs.socket.disconnect()
  await eventually(() => mine.heard.viewers.length === 1)
  expect(await web.db.audit.count({ where: { action: 'sandbox.opened', target: sandbox } })).toBe(1)
})

test('who looks on opens no new shell', async () => {
  const { opened } = await open(teacher, { number: 9 })
  expect(opened.error?.code).toBe('container.not_running')
})

test('a teacher drives while the owner lets them, and no longer', async () => {
  await open(owner)
  const { socket, heard } = await open(teacher)
  await owner.browser.api.sandboxes.allowDriver.mutate({ sandbox, user: teacher.userId })
  await eventually(() => heard.roles.at(-1) === 'driver')
  await type(socket, 'together')
  await eventually(() => heard.text.includes('together'))
  await owner.browser.api.sandboxes.allowDriver.mutate({ sandbox, user: null })
  await eventually(() => heard.roles.at(-1) === 'observer')
  await type(socket, 'too late')
  await ask(socket, 'resize', { cols: 11, rows: 11 })
  expect(heard.text).not.toContain('too late')
})

test('a teacher asks to drive, the owner sees who asks and allows it, and either ends it', async () => {
  const mine = owner.browser.api.sandboxes
  const theirs = teacher.browser.api.sandboxes
  expect(await refusal(mine.askToDrive.mutate({ sandbox }))).toBe('auth.forbidden')
  await Promise.all([1, 2, 3].map(() => theirs.askToDrive.mutate({ sandbox })))
  expect(await mine.get.query({ sandbox })).toMatchObject({
    driver: null,
    driveAsk: { id: teacher.userId },
  })
  const where = { sandboxId: sandbox, type: 'drive-asked' }
  expect(await web.db.sandboxEvent.count({ where })).toBe(1)
  await mine.allowDriver.mutate({ sandbox, user: teacher.userId })
  expect(await mine.get.query({ sandbox })).toMatchObject({ driver: { id: teacher.userId }, driveAsk: null })
  await theirs.stopDriving.mutate({ sandbox })
  expect(await theirs.get.query({ sandbox })).toMatchObject({ driver: null, driveAsk: null })
  const audit = { target: sandbox, action: { in: ['sandbox.drive_asked', 'sandbox.drive_allowed'] } }
  expect(await web.db.audit.count({ where: audit })).toBeGreaterThanOrEqual(2)
})

test('the owner lets nobody drive who does not teach, whatever id they know', async () => {
  const mine = owner.browser.api.sandboxes
  for (const user of [owner.userId, stranger.userId, newId('user')])
    expect(await refusal(mine.allowDriver.mutate({ sandbox, user }))).toBe('auth.forbidden')
  expect(await mine.get.query({ sandbox })).toMatchObject({ driver: null })
})

test('a consent that was taken back counts also when nobody heard of it', async () => {
  const { heard } = await open(teacher)
  await owner.browser.api.sandboxes.allowDriver.mutate({ sandbox, user: teacher.userId })
  await eventually(() => heard.roles.at(-1) === 'driver')
  await web.db.sandbox.update({ where: { id: sandbox }, data: { driverId: null } })
  await eventually(() => heard.roles.at(-1) === 'observer')
})

test('who looks on drives no more for watching a sandbox of their own', async () => {
  const mine = await open(owner)
  const { socket, heard } = await open(teacher)
  const { labId, versionId } = await web.db.sandbox.findUniqueOrThrow({ where: { id: sandbox } })
  const { id: own } = await web.db.sandbox.create({
    data: { id: newId('sandbox'), tenantId, labId, versionId, courseId, userId: teacher.userId },
  })
  let changes = 0
  socket.on('changed', () => changes++)
  expect(await ask(socket, 'watch', { sandbox: own })).toMatchObject({ ok: true, as: 'owner' })
  for (const count of [1, 2, 3]) {
    await teacher.browser.api.sandboxes.raiseHand.mutate({ sandbox: own })
    await eventually(() => changes >= count)
  }
  await type(socket, 'by the back door')
  await type(mine.socket, 'the owner')
  await eventually(() => mine.heard.text.includes('the owner'))
  expect(mine.heard.text).not.toContain('back door')
  expect(heard.roles).toEqual([])
})

test('that its page is in sight, and that somebody typed, is noted', async () => {
  await web.db.sandbox.update({ where: { id: sandbox }, data: { seenAt: null, activeAt: null } })
  const theirs = await connect(teacher)
  await ask(theirs, 'watch', { sandbox })
  await ask(theirs, 'presence', { visible: true })
  const at = () => web.db.sandbox.findUniqueOrThrow({ where: { id: sandbox } })
  expect((await at()).seenAt).toBeNull() // that a teacher looks keeps nothing awake
  const mine = await connect(owner)
  expect(await ask(mine, 'watch', { sandbox })).toMatchObject({ ok: true, as: 'owner' })
  await ask(mine, 'presence', { visible: false })
  expect((await at()).seenAt).toBeNull()
  await ask(mine, 'presence', { visible: true })
  expect((await at()).seenAt).not.toBeNull()
  const { socket } = await open(owner)
  await type(socket, 'x')
  expect((await at()).activeAt).not.toBeNull()
})

test('who watches hears that something changed', async () => {
  const socket = await connect(teacher)
  let changes = 0
  socket.on('changed', () => changes++)
  await ask(socket, 'watch', { sandbox })
  await owner.browser.api.sandboxes.raiseHand.mutate({ sandbox })
  await eventually(() => changes > 0)
})

test('a pupil who is taken off the course is cut off', async () => {
  const { socket } = await open(owner)
  await web.db.courseMember.updateMany({ where: { userId: owner.userId }, data: { removedAt: new Date() } })
  await eventually(() => !socket.connected)
  await web.db.courseMember.updateMany({ where: { userId: owner.userId }, data: { removedAt: null } })
})

test('a way that was lost is told, and the shell is joined again', async () => {
  const { socket, opened } = await open(owner)
  const end = new Promise((resolve) => socket.once('end', resolve))
  control.cut()
  expect(await end).toMatchObject({ kind: 'error', code: 'protocol.disconnected' })
  const again = await ask(socket, 'open', { sandbox, number: 1, cols: 80, rows: 24 })
  expect(again['execId']).toBe(opened['execId'])
})

test('who teaches looks into files, and the audit has it', async () => {
  const socket = await connect(teacher)
  const place = { sandbox, container: 'shell' }
  await ask(socket, 'list', { ...place, path: '/root' })
  await ask(socket, 'list', { ...place, path: '/root' })
  await ask(socket, 'read', { ...place, path: '/root/notes', maxBytes: 10 })
  const change = { kind: 'remove', path: '/root/notes' }
  const refused = await ask(socket, 'change', { ...place, change })
  expect(refused.error?.code).toBe('auth.forbidden')
  const mine = await connect(owner)
  await ask(mine, 'list', { ...place, path: '/root' })
  const rows = await web.db.audit.findMany({
    where: { target: sandbox, action: { startsWith: 'sandbox.file' } },
    orderBy: { at: 'asc' },
  })
  const by = 'turing@example.org'
  expect(rows).toMatchObject([
    { action: 'sandbox.files_listed', by, data: { container: 'shell', path: '/root' } },
    { action: 'sandbox.file_read', by, data: { container: 'shell', path: '/root/notes' } },
  ])
})

test('an assistant helps; what takes away what a student made is its teachers’ and its owner’s to do', async () => {
  const assistant = await person('assi@example.org')
  const role = { role: 'assistant', name: 'Assi', joinedAt: new Date() }
  const member = { id: newId('member'), tenantId, courseId, userId: assistant.userId, ...role }
  await web.db.courseMember.create({ data: member })
  const acts = ['reset', 'undoReset', 'end'] as const
  const asked = ({ browser }: Person) =>
    Promise.all(acts.map((act) => refusal(browser.api.sandboxes[act].mutate({ sandbox }))))
  expect(await refusal(assistant.browser.api.sandboxes.takeHand.mutate({ sandbox }))).toBeUndefined()
  expect(await asked(assistant)).toEqual(acts.map(() => 'auth.forbidden'))
  expect(await asked(stranger)).toEqual(acts.map(() => 'sandbox.not_found'))
  expect(await asked(teacher)).not.toContain('auth.forbidden')
})
