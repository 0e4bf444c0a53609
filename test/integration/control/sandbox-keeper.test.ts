import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { BerthError, newId } from '../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import type { ScriptReply, ScriptRequest } from '../../../packages/protocol/src/index.ts'
import { readDue } from '../../../packages/sandbox/src/keep/read-due.ts'
import { readWaiting } from '../../../packages/sandbox/src/keep/read-waiting.ts'
import { look, type LookContext } from '../../../packages/sandbox/src/keep/look.ts'
import { runScript } from '../../../packages/sandbox/src/keep/run-script.ts'
import { refuseTooLarge } from '../../../packages/sandbox/src/labs/refuse-too-large.ts'
import { createSandboxService, mailNotices } from '../../../packages/sandbox/src/index.ts'
import { createVersionShelf } from '../../../packages/sandbox/src/keep/version-shelf.ts'
import { labContainer, labSpec, writeCourse, writeLab, writePupils } from '../../support/lab-fixture.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { silent } from './support/silent.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const GIB = 1024 ** 3
const image = { repository: 'acme/shell', digest: `sha256:${'a'.repeat(64)}` }
const node = { id: 'nod_one', name: 'one', state: 'ready', cpu: 64, memory: BigInt(512 * GIB) }
const now = new Date()
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
let postgres: TestPostgres
let db: Db
let context: LookContext
let starts = 0

beforeAll(async () => {
  postgres = await startPostgres()
})

beforeEach(async () => {
  await db?.$disconnect()
  db = createDb({ url: await postgres.createDatabase() })
  await db.node.create({ data: node })
  const scripts = {
    reaches: () => true,
    run: async () => ({ code: 0, output: '', truncated: false, timedOut: false }),
  }
  const rooms = async () => [{ nodeId: node.id, memory: 512 * GIB, disk: 512 * GIB }]
  context = { db, log: silent, versions: createVersionShelf(), scripts, rooms }
})

afterAll(async () => {
  await db?.$disconnect()
  await postgres?.stop()
})

/** A tenant with a course of one lab. */
async function school(
  options: { spec?: ReturnType<typeof labSpec>; pupils?: number; lab?: object; tenant?: object } = {},
) {
  const tenantId = newId('tenant')
  await db.tenant.create({ data: { id: tenantId, name: `t${randomUUID().slice(0, 8)}`, ...options.tenant } })
  const name = `lab${++starts}`
  const spec = options.spec ?? labSpec()
  const { labId, versionId } = await writeLab(db, { tenantId, image, name, spec })
  const ids = await writeCourse(db, { tenantId, labId, name, ...(options.lab && { lab: options.lab }) })
  const pupils = await writePupils(db, { tenantId, courseId: ids.courseId, count: options.pupils ?? 0 })
  return { tenantId, labId, versionId, ...ids, pupils }
}

type School = Awaited<ReturnType<typeof school>>

async function write(of: School, count: number, data: object): Promise<string[]> {
  const { tenantId, labId, versionId, courseId, courseLabId } = of
  const rows = Array.from({ length: count }, (_, i) => ({
    ...{ id: newId('sandbox'), tenantId, labId, versionId, courseId, courseLabId },
    ...{ requestedAt: later(i - count - 10), userId: of.pupils[i]?.userId ?? null },
    ...data,
  }))
  await db.sandbox.createMany({ data: rows })
  return rows.map(({ id }) => id)
}

const row = (id: string) => db.sandbox.findUniqueOrThrow({ where: { id } })
const inState = (state: string, of?: School) =>
  db.sandbox.count({ where: { state, ...(of && { tenantId: of.tenantId }) } })

test('of hundreds that rest or wait nothing is read until their time has come', async () => {
  const of = await school({ pupils: 1 })
  const owner = { userId: of.pupils[0]?.userId ?? null }
  await write(of, 600, {
    ...owner,
    state: 'archived',
    wanted: 'archived',
    archivedAt: now,
    dueAt: later(3600),
  })
  await write(of, 100, { ...owner, state: 'failed', wanted: 'stopped', dueAt: later(3600) })
  await write(of, 300, { ...owner, state: 'queued' })
  const ready = { readyAt: now, activeAt: now, seenAt: now }
  const [running = ''] = await write(of, 1, { ...owner, ...ready, state: 'running', nodeId: node.id })
  expect(await readDue(db, later(1), 200)).toEqual([running])
  expect((await readWaiting(db, later(1))).length).toBeLessThan(40)
  await look(context, later(1))
  expect(await readDue(db, later(2), 200)).not.toContain(running)
  expect(await readDue(db, later(2), 200)).toHaveLength(8) // those that begin
  await db.sandbox.update({ where: { id: running }, data: { wanted: 'ended' } })
  expect(await readDue(db, later(2), 200)).toContain(running)
  expect((await readDue(db, later(3600), 200)).length).toBe(200)
})

test('what cannot be read or decided is set aside, says why, and stops nobody else', async () => {
  const of = await school({ pupils: 5 })
  const bad = await school({ pupils: 3 })
  await db.labVersion.update({ where: { id: bad.versionId }, data: { spec: 'nonsense' } })
  const [unreadable = ''] = await write(bad, 1, { state: 'queued' })
  const [unknown = ''] = await write(of, 1, { state: 'dancing' })
  const [badEnd = ''] = await write(of, 1, { state: 'starting', nodeId: node.id })
  const releaseId = (await db.release.findFirstOrThrow({ where: { app: { tenantId: of.tenantId } } })).id
  const appId = (await db.app.findFirstOrThrow({ where: { tenantId: of.tenantId } })).id
  const container = {
    tenantId: of.tenantId,
    appId,
    releaseId,
    nodeId: node.id,
    process: 'shell',
    instance: 1,
  }
  await db.container.create({
    data: { ...container, id: newId('container'), sandboxId: badEnd, attempt: 1, end: { kind: 'gone' } },
  })
  const good = await write(of, 3, { state: 'queued' })
  await look(context, now)
  for (const id of good) expect((await row(id)).state).toBe('starting')
  for (const id of [unreadable, unknown, badEnd]) {
    const { trouble, dueAt } = await row(id)
    expect(trouble).toMatch(/\S/)
    expect(dueAt?.getTime()).toBeGreaterThan(now.getTime())
    expect(await db.sandboxEvent.count({ where: { sandboxId: id, type: 'trouble' } })).toBe(1)
  }
  await look(context, later(120))
  expect(await db.sandboxEvent.count({ where: { sandboxId: unknown, type: 'trouble' } })).toBe(1)
  await db.sandbox.update({
    where: { id: unknown },
    data: { state: 'stopped', wanted: 'stopped', stoppedAt: now },
  })
  await look(context, later(121))
  expect((await row(unknown)).trouble).toBeNull()
})

test('of those whose turn comes together one that cannot begin is set aside, and the others begin', async () => {
  const of = await school({ pupils: 3 })
  const good = await write(of, 3, { state: 'queued' })
  const bad = await school({ pupils: 1 })
  await db.release.deleteMany({ where: { app: { tenantId: bad.tenantId } } })
  const [broken = ''] = await write(bad, 1, { state: 'queued' })
  await look(context, now)
  for (const id of good) expect((await row(id)).state).toBe('starting')
  expect(await row(broken)).toMatchObject({ state: 'queued', trouble: expect.stringMatching(/\S/) })
  expect(await db.container.count({ where: { sandboxId: broken } })).toBe(0)
  expect(await db.container.count()).toBe(3)
  expect(await db.sandboxEvent.count({ where: { type: 'starting' } })).toBe(3)
  await db.container.updateMany({ data: { observed: 'running', observedGeneration: 1 } })
  await look(context, later(1))
  expect(await inState('running')).toBe(3)
})

test('a list shows what it can read, and the rest as what it cannot', async () => {
  const [of, bad] = [await school({ pupils: 1 }), await school({ pupils: 1 })]
  const courseId = of.courseId
  const [good = ''] = await write(of, 1, { state: 'stopped', wanted: 'stopped' })
  const [worse = ''] = await write({ ...bad, courseId }, 1, { state: 'stopped', wanted: 'stopped' })
  await db.labVersion.update({ where: { id: bad.versionId }, data: { spec: 'nonsense' } })
  const run = async () => ({ code: 0, output: '', truncated: false, timedOut: false })
  const list = await createSandboxService({ db, run, queues: { wakeNode: async () => undefined } }).ofCourse(
    courseId,
  )
  expect(list.find(({ id }) => id === good)).toMatchObject({ state: 'stopped', trouble: null })
  expect(list.find(({ id }) => id === worse)).toMatchObject({ state: 'failed', trouble: 'it cannot be read' })
})

test('who comes back and waits for long has all the time that a start may take', async () => {
  const of = await school({ pupils: 1 })
  const [id = ''] = await write(of, 1, { state: 'queued', nodeId: node.id, requestedAt: later(-3600) })
  const { id: releaseId, appId } = await db.release.findFirstOrThrow({
    where: { app: { tenantId: of.tenantId } },
  })
  await db.container.create({
    data: {
      ...{ id: newId('container'), tenantId: of.tenantId, appId, releaseId, nodeId: node.id, instance: 1 },
      ...{ process: 'shell', sandboxId: id, attempt: 1, desired: 'stopped', createdAt: later(-3600) },
    },
  })
  await look(context, now)
  await look(context, later(5))
  expect((await row(id)).state).toBe('starting')
  await look(context, later(700))
  expect((await row(id)).state).toBe('failed')
})

test('hundreds who are started at one minute do not keep a class of three waiting', async () => {
  const big = await Promise.all(
    Array.from({ length: 4 }, () => school({ pupils: 110, lab: { startAllAt: now } })),
  )
  const small = await school({ pupils: 3, lab: { startAllAt: now } })
  let looks = 0
  do {
    await look(context, later(++looks))
    await db.sandbox.updateMany({
      where: { state: 'starting' },
      data: { state: 'running', readyAt: now, activeAt: later(9999), seenAt: later(9999) },
    })
  } while ((await inState('running', small)) < 3 && looks < 20)
  expect(looks).toBeLessThanOrEqual(3) // eight begin at each look, and five schools take turns
  while ((await db.courseLab.count({ where: { startedAllAt: null } })) > 0 && looks < 40) {
    await look(context, later(++looks))
  }
  for (const of of [...big, small]) {
    expect(await db.sandbox.count({ where: { courseLabId: of.courseLabId } })).toBe(of.pupils.length)
  }
})

test('a tenant takes no more cores, memory and disk together than it may: the others of it wait', async () => {
  const limits = { cpu: 1, burst: 1, memory: GIB, pids: 64, disk: GIB }
  const spec = labSpec({ containers: [labContainer('shell', { limits })], home: null })
  const tight = await school({ spec, pupils: 5, tenant: { sandboxMemory: BigInt(2 * GIB) } })
  const free = await school({ spec, pupils: 3 })
  await write(tight, 5, { state: 'queued' })
  await write(free, 3, { state: 'queued' })
  await look(context, now)
  await look(context, later(1))
  expect(await inState('starting', tight)).toBe(2)
  expect(await inState('starting', free)).toBe(3)
  expect(await inState('queued', tight)).toBe(3)
})

test('nothing begins on a node whose disk is full', async () => {
  const of = await school({ pupils: 1 })
  const [id = ''] = await write(of, 1, { state: 'queued' })
  await look({ ...context, rooms: async () => [{ nodeId: node.id, memory: 512 * GIB, disk: 0 }] }, now)
  expect((await row(id)).state).toBe('queued')
  await look(context, later(1))
  expect((await row(id)).state).toBe('starting')
})

test('the script of its end runs before its containers go, and holds nothing up', async () => {
  const cleanup = { container: 'shell', text: 'true', timeout: 5 }
  const of = await school({ pupils: 1, spec: labSpec({ scripts: { cleanup } }) })
  const [id = ''] = await write(of, 1, { state: 'queued' })
  await look(context, now)
  await db.container.updateMany({
    where: { sandboxId: id },
    data: { observed: 'running', observedGeneration: 1 },
  })
  await look(context, later(1))
  await db.sandbox.update({ where: { id }, data: { wanted: 'ended' } })
  const looked = await look(context, later(2))
  expect(looked.scripts.map(({ kind }) => kind)).toEqual(['cleanup'])
  const desired = async () => (await db.container.findFirstOrThrow({ where: { sandboxId: id } })).desired
  expect(await row(id)).toMatchObject({ state: 'ended' })
  await look(context, later(4))
  expect(await desired()).toBe('running')
  await look(context, later(40)) // nobody heard of it any more
  expect(await desired()).toBe('removed')
})

test('a set-up that had no turn on its node gets in line again, and fails nobody', async () => {
  const setup = { container: 'shell', text: 'true', timeout: 5 }
  const of = await school({ pupils: 1, spec: labSpec({ scripts: { setup } }) })
  const [id = ''] = await write(of, 1, { state: 'queued' })
  await look(context, now)
  await db.container.updateMany({
    where: { sandboxId: id },
    data: { observed: 'running', observedGeneration: 1 },
  })
  const dueAt = async (seconds: number) => (await look(context, later(seconds))).scripts
  const asked: ScriptRequest[] = []
  const run = async (seconds: number, answer: () => ScriptReply) => {
    const [due] = await dueAt(seconds)
    if (!due) throw new Error('no set-up is due')
    const scripts = {
      ...context.scripts,
      run: async (_: string, request: ScriptRequest) => {
        asked.push(request)
        return answer()
      },
    }
    await runScript({ db, scripts, now: () => later(seconds) }, due)
  }
  await run(1, () => {
    throw new BerthError('container.busy', 'too much is under way on its node')
  })
  expect(asked[0]?.waitMs).toBeGreaterThan(0)
  expect(await row(id)).toMatchObject({ state: 'starting', wanted: 'running', setupAt: null })
  const [again] = await dueAt(2)
  expect(again?.kind).toBe('setup')
  expect(await dueAt(60)).toEqual([]) // it waits for its turn, and is not begun beside itself
  await run(300, () => ({ code: 0, output: '', truncated: false, timedOut: false }))
  expect(await row(id)).toMatchObject({ state: 'running', reason: null })
})

const service = () =>
  createSandboxService({
    db,
    queues: { wakeNode: async () => undefined },
    run: async () => ({ code: 0, output: '', truncated: false, timedOut: false }),
  })
const asked = async (id: string) => ({ sandbox: await row(id), by: 'somebody', ip: null })
const TOO_OFTEN = { code: 'sandbox.too_often' }

test('pauses, hands and consents in a loop are refused, and an end never is', async () => {
  const of = await school({ pupils: 1 })
  const sandboxes = service()
  const [id = ''] = await write(of, 1, { state: 'running', nodeId: node.id, readyAt: now })
  const times = async (count: number, act: () => Promise<void>) => {
    for (let i = 0; i < count; i++) await act()
  }
  await times(20, async () => {
    await sandboxes.pause(await asked(id))
    await sandboxes.resume(await asked(id))
    await db.sandbox.update({ where: { id }, data: { state: 'running' } })
  })
  await expect(sandboxes.pause(await asked(id))).rejects.toMatchObject(TOO_OFTEN)
  await times(20, async () => {
    await sandboxes.setHand(await asked(id), { raised: true })
    await sandboxes.setHand(await asked(id), { raised: false })
  })
  await expect(sandboxes.setHand(await asked(id), { raised: true })).rejects.toMatchObject(TOO_OFTEN)
  await times(20, async () => {
    await sandboxes.setDriver(await asked(id), 'usr_teacher')
    await sandboxes.setDriver(await asked(id), null)
  })
  await expect(sandboxes.setDriver(await asked(id), 'usr_teacher')).rejects.toMatchObject(TOO_OFTEN)
  const events = await db.sandboxEvent.count({ where: { sandboxId: id } })
  await times(3, async () => sandboxes.setDriver(await asked(id), null))
  await times(3, async () => sandboxes.setHand(await asked(id), { raised: false }))
  expect(await db.sandboxEvent.count({ where: { sandboxId: id } })).toBe(events)
  await sandboxes.end(await asked(id))
  expect((await row(id)).state).toBe('ended')
})

test('a reset takes a spare that is ready, within the resets that the tenant gives, and is undone', async () => {
  const of = await school({ pupils: 1, tenant: { sandboxResets: 2 } })
  const sandboxes = service()
  const [id = ''] = await write(of, 1, { state: 'running', nodeId: node.id, readyAt: now, claimedAt: now })
  const [spare = ''] = await write(of, 1, { state: 'running', nodeId: node.id, readyAt: now, userId: null })
  const release = await db.release.findFirstOrThrow({ where: { app: { tenantId: of.tenantId } } })
  const container = (sandboxId: string) => ({
    ...{ id: newId('container'), tenantId: of.tenantId, appId: release.appId, releaseId: release.id },
    ...{ nodeId: node.id, process: 'shell', instance: 1, sandboxId, attempt: 1, observed: 'running' },
  })
  const [old, fresh] = [container(id), container(spare)]
  await db.container.createMany({ data: [old, fresh] })
  await sandboxes.reset(await asked(id))
  expect(await row(id)).toMatchObject({ state: 'running', attempt: 2 })
  expect(await db.container.findUnique({ where: { id: fresh.id } })).toMatchObject({
    sandboxId: id,
    attempt: 2,
  })
  await look(context, later(1))
  expect(await db.container.findUnique({ where: { id: old.id } })).toMatchObject({ desired: 'stopped' })
  await sandboxes.undoReset(await asked(id))
  await look(context, later(2))
  expect(await db.container.findUnique({ where: { id: old.id } })).toMatchObject({ desired: 'running' })
  await expect(sandboxes.reset(await asked(id))).rejects.toMatchObject(TOO_OFTEN)
})

test('a lab of which not even one could begin is refused when it is saved', async () => {
  const { tenantId } = await school({ tenant: { sandboxMemory: BigInt(GIB) } })
  const limits = { cpu: 1, burst: 1, memory: GIB, pids: 64, disk: GIB }
  const one = labSpec({ containers: [labContainer('a', { limits })] })
  const two = labSpec({ containers: [labContainer('a', { limits }), labContainer('b', { limits })] })
  await refuseTooLarge(db, tenantId, one)
  await expect(refuseTooLarge(db, tenantId, two)).rejects.toMatchObject({
    code: 'lab.too_large',
    details: { resource: 'memory', asked: 2 * GIB, quota: GIB },
  })
})

test('before files go their owner is told, by mail once and with the date; guests have no address', async () => {
  const of = await school({ pupils: 2 })
  const [told, guest] = of.pupils
  await db.user.update({ where: { id: guest?.userId ?? '' }, data: { guest: true } })
  const archivedAt = later(-30 * 3600) // kept for two days, told a day before
  const ids = await write(of, 2, { state: 'archived', wanted: 'archived', archivedAt })
  const sent: unknown[] = []
  const mail = (seconds: number) => {
    const mailer = (
      to: string,
      locale: string | null,
      { kind, at, link }: { kind: string; at: Date; link: string },
    ) => void sent.push({ to, locale, kind, at, link })
    return mailNotices({ db, url: 'http://berth.test', mailer, now: later(seconds) })
  }
  await mail(0)
  expect(sent).toEqual([])
  await look(context, now)
  expect(await db.sandboxEvent.count({ where: { type: 'notice' } })).toBe(2)
  await Promise.all([mail(1), mail(1)])
  await mail(2)
  const at = later(24 * 3600) // told late, it has its day all the same
  const link = `http://berth.test/s/${ids[0]}`
  expect(sent).toEqual([{ to: told?.label, locale: null, kind: 'deletion', at, link }])
  await look(context, later(23 * 3600))
  expect((await row(ids[0] ?? '')).state).toBe('archived')
  await look(context, later(25 * 3600))
  expect((await row(ids[0] ?? '')).state).toBe('ended')
})

test('a spare that failed keeps its place for a while, and then makes room for another', async () => {
  const of = await school({ lab: { reserved: 2 } })
  await look(context, now)
  await db.sandbox.updateMany({ data: { state: 'failed', wanted: 'stopped', createdAt: now } })
  for (const seconds of [1, 2, 300]) await look(context, later(seconds))
  expect(await db.sandbox.count({ where: { courseLabId: of.courseLabId } })).toBe(2)
  for (const seconds of [601, 602, 603]) await look(context, later(seconds))
  expect(await db.sandbox.count({ where: { courseLabId: of.courseLabId, state: 'ended' } })).toBe(2)
  expect(await inState('starting', of)).toBe(2)
})
