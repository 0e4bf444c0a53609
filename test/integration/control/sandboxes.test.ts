import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { BerthError, newId } from '../../../packages/core/src/index.ts'
import { createCourses } from '../../../packages/course/src/index.ts'
import { sandboxAccess, type SandboxService } from '../../../packages/sandbox/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import {
  labContainer,
  labSpec,
  type Pupil,
  writeCourse,
  writeLab,
  writePupils,
} from '../../support/lab-fixture.ts'
import type { ControlPlane } from './support/control-plane.ts'
import { type LabPlane, startLabPlane } from './support/lab-plane.ts'
import type { ScriptedAgent } from './support/scripted-agent.ts'

vi.setConfig({ testTimeout: 600_000 })

let lab: LabPlane
let plane: ControlPlane
let agent: ScriptedAgent
let sandboxes: SandboxService
let image: LabPlane['image']
let isBusy = false

beforeAll(async () => {
  lab = await startLabPlane({
    run: async () => {
      if (isBusy) throw new BerthError('container.busy', '4 of these are under way in the container')
      return { code: 0, output: 'one\nwell done\n', truncated: false, timedOut: false }
    },
  })
  ;({ plane, sandboxes, image } = lab)
  agent = await lab.connect()
}, 300_000)

afterAll(async () => {
  await agent?.close()
  await lab?.close()
})

const tenantId = () => plane.caller.tenant.id
const state = async (id: string) => (await plane.db.sandbox.findUniqueOrThrow({ where: { id } })).state
const becomes = (id: string, wanted: string) =>
  eventually(async () => (await state(id)) === wanted, { withinMs: 200_000, what: `sandbox ${wanted}` })
const asked = async (pupil: Pupil, id: string) => ({
  sandbox: (await sandboxAccess(plane.db, pupil, id)).sandbox,
  by: pupil.label,
})

/** A course of its own for each test. */
async function classOf(
  name: string,
  options: {
    pupils: number
    reserved?: number
    capacity?: number
    maximum?: number
    spec?: ReturnType<typeof labSpec>
  },
) {
  const { labId } = await writeLab(plane.db, {
    ...{ tenantId: tenantId(), image, name },
    ...(options.spec && { spec: options.spec }),
  })
  const { reserved = 0, capacity, maximum } = options
  const course = await writeCourse(plane.db, {
    ...{ tenantId: tenantId(), labId, name },
    ...(maximum !== undefined && { maximum }),
    lab: { reserved, ...(capacity !== undefined && { capacity }) },
  })
  const pupils = await writePupils(plane.db, {
    ...{ tenantId: tenantId(), courseId: course.courseId, count: options.pupils },
  })
  return { ...course, labId, pupils }
}

async function spares(courseLabId: string, count: number): Promise<void> {
  const where = { courseLabId, userId: null, state: 'running' }
  await eventually(async () => (await plane.db.sandbox.count({ where })) === count, {
    ...{ withinMs: 200_000, what: 'the spares' },
  })
}

test('a class that clicks at once gets spares first and then its turn, each one of its own', async () => {
  const { courseLabId, pupils } = await classOf('herd', { pupils: 20, reserved: 8 })
  await spares(courseLabId, 8)
  const started = await Promise.all(pupils.map((pupil) => sandboxes.start(pupil, courseLabId)))
  const ids = started.map(({ id }) => id)
  expect(new Set(ids).size).toBe(20)
  await Promise.all(ids.map((id) => becomes(id, 'running')))
  const containers = await plane.db.container.findMany({ where: { sandboxId: { in: ids } } })
  expect(containers).toHaveLength(20)
  const homes = await plane.db.volume.findMany({ where: { sandboxId: { in: ids } } })
  expect(new Set(homes.map(({ sandboxId }) => sandboxId)).size).toBe(20)
  await spares(courseLabId, 8)
})

test('two clicks of one student are one sandbox, and a second lab waits until the first one ends', async () => {
  const { courseId, courseLabId, pupils } = await classOf('twice', { pupils: 1 })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const clicks = await Promise.all([1, 2, 3].map(() => sandboxes.start(pupil, courseLabId)))
  expect(new Set(clicks.map(({ id }) => id)).size).toBe(1)
  const { labId } = await writeLab(plane.db, { tenantId: tenantId(), image, name: 'second' })
  const second = await plane.db.courseLab.create({
    data: { id: 'cla_second', tenantId: tenantId(), courseId, labId, position: 2 },
  })
  await expect(sandboxes.start(pupil, second.id)).rejects.toMatchObject({ code: 'sandbox.one_at_a_time' })
  const [{ id } = { id: '' }] = clicks
  await becomes(id, 'running')
  await sandboxes.end(await asked(pupil, id))
  expect((await sandboxes.start(pupil, second.id)).fresh).toBe(true)
})

test('a sandbox is a project of its own to its node, with all that its lab says', async () => {
  const spec = labSpec({
    containers: [labContainer('shell'), labContainer('web', { command: ['httpd', '-f'] })],
    egress: { kind: 'allow', hosts: [{ host: 'example.org', ports: [443] }] },
  })
  const { courseLabId, pupils } = await classOf('pair', { pupils: 1, spec })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const { id } = await sandboxes.start(pupil, courseLabId)
  await becomes(id, 'running')
  const told = [...agent.specs.values()].filter(({ project }) => project.id === id)
  expect(told.map(({ names }) => names?.join() ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
    'shell',
    'web',
  ])
  const shell = told.find(({ process }) => process === 'shell')
  expect(shell).toMatchObject({ idle: true, keepSessions: true, connections: 256, egress: spec.egress })
  expect(shell?.volumes).toMatchObject([{ path: '/root', readOnly: false }])
  expect(told.find(({ process }) => process === 'web')).toMatchObject({
    command: ['httpd', '-f'],
    volumes: [],
  })
})

test('labs and their sandboxes are in no list of apps, instances and volumes, and take none of the quota', async () => {
  const before = await plane.deploy.quota(tenantId())
  const { courseLabId, pupils } = await classOf('unseen', { pupils: 1 })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const { id } = await sandboxes.start(pupil, courseLabId)
  await becomes(id, 'running')
  expect(await plane.deploy.listApps(plane.caller)).toEqual([])
  expect(await plane.deploy.listInstances(plane.caller)).toEqual([])
  expect(await plane.deploy.volumes.list(plane.caller)).toEqual([])
  expect((await plane.deploy.quota(tenantId())).used).toEqual(before.used)
  await expect(plane.deploy.getApp({ ...plane.caller, app: 'lab:unseen' })).rejects.toMatchObject({
    code: 'app.not_found',
  })
  expect((await plane.deploy.listEvents(plane.caller)).events).toEqual([])
  expect(await plane.db.logSource.count()).toBe(0)
})

test('it is paused and goes on, is reset and has back what it was, ends and leaves nothing', async () => {
  const { courseLabId, pupils } = await classOf('life', { pupils: 1 })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const { id } = await sandboxes.start(pupil, courseLabId)
  await becomes(id, 'running')
  const first = await plane.db.container.findFirstOrThrow({ where: { sandboxId: id } })
  const until = (await sandboxes.get(id)).expiresAt
  await sandboxes.pause(await asked(pupil, id))
  const observed = async () => (await plane.db.container.findUnique({ where: { id: first.id } }))?.observed
  await eventually(async () => (await observed()) === 'paused', { withinMs: 200_000, what: 'a pause' })
  expect(await sandboxes.get(id)).toMatchObject({
    state: 'frozen',
    reason: { kind: 'asked', by: pupil.label },
  })
  await sandboxes.resume(await asked(pupil, id))
  await becomes(id, 'running')
  expect((await sandboxes.get(id)).expiresAt).toEqual(until)
  await sandboxes.extend(await asked(pupil, id))
  expect((await sandboxes.get(id)).expiresAt?.getTime()).toBe((until?.getTime() ?? 0) + 900_000)

  await sandboxes.reset(await asked(pupil, id))
  await becomes(id, 'running')
  expect(await sandboxes.get(id)).toMatchObject({ attempt: 2, canUndo: true })
  await eventually(async () => (await observed()) === 'stopped', { withinMs: 200_000, what: 'the old try' })
  await sandboxes.undoReset(await asked(pupil, id))
  await becomes(id, 'running')
  expect(await sandboxes.get(id)).toMatchObject({ attempt: 1, containers: [{ id: first.id }] })

  await sandboxes.end(await asked(pupil, id))
  const left = async () =>
    (await plane.db.container.count({ where: { sandboxId: id } })) +
    (await plane.db.volume.count({ where: { sandboxId: id, deletedAt: null } }))
  await eventually(async () => (await left()) === 0, { withinMs: 200_000, what: 'nothing left' })
  const ended = await plane.db.sandbox.findUniqueOrThrow({ where: { id } })
  expect(ended).toMatchObject({ state: 'ended', reason: { kind: 'asked', by: pupil.label } })
})

test('instructions have the names of who reads them, and shells that go on are told with the sandbox', async () => {
  const pages = [{ title: 'For {{student}}', blocks: [{ text: '{{lab}} of {{course}}: {{sandbox}}' }] }]
  const { courseLabId, pupils } = await classOf('named', { pupils: 1, spec: labSpec({ pages }) })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const { id } = await sandboxes.start(pupil, courseLabId)
  const read = await sandboxes.instructions(await asked(pupil, id), 'en')
  expect(read.pages).toMatchObject([{ title: 'For student 0', blocks: [{ text: `named of named: ${id}` }] }])

  const shell = { tenantId: tenantId(), sandboxId: id, container: 'shell', containerId: 'c', execId: 'e' }
  const over = { ...shell, number: 1, attempt: 1, endedAt: new Date() }
  await plane.db.sandboxTerminal.createMany({
    data: [over, { ...shell, number: 2, attempt: 1 }, { ...shell, number: 3, attempt: 0 }],
  })
  expect((await sandboxes.get(id)).terminals).toEqual([{ number: 2, container: 'shell' }])
})

test('full is a place in the queue, and who waits begins when somebody ends', async () => {
  const { courseLabId, pupils } = await classOf('full', { pupils: 3, capacity: 2 })
  const ids: string[] = []
  for (const pupil of pupils) ids.push((await sandboxes.start(pupil, courseLabId)).id)
  const [one = '', two = '', three = ''] = ids
  await Promise.all([becomes(one, 'running'), becomes(two, 'running')])
  const waits = await sandboxes.get(three)
  expect(waits).toMatchObject({ state: 'queued', queue: { place: 0 } })
  const [first] = pupils
  if (!first) throw new Error('there is no pupil')
  await sandboxes.end(await asked(first, one))
  await becomes(three, 'running')
})

test('what a course has no more ends: of a student who was removed, and the spares of a lab that was taken out', async () => {
  const { courseId, courseLabId, pupils } = await classOf('gone', { pupils: 1, reserved: 1 })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const { id } = await sandboxes.start(pupil, courseLabId)
  await becomes(id, 'running')
  await spares(courseLabId, 1)
  const all = await plane.db.sandbox.findMany({ where: { courseId }, select: { id: true } })
  const course = await plane.db.course.findUniqueOrThrow({ where: { id: courseId } })
  const at = { course, part: 'teacher', by: 'teacher@school.test', ip: null } as const
  const courses = createCourses({ db: plane.db, url: 'http://berth.test', mailer: undefined })
  await courses.members.remove(at, { member: pupil.memberId, newCode: false })
  await courses.labs.remove(at, courseLabId)
  for (const one of all) await becomes(one.id, 'ended')
  const where = { sandboxId: { in: all.map((one) => one.id) } }
  await eventually(async () => (await plane.db.container.count({ where })) === 0, {
    ...{ withinMs: 200_000, what: 'no containers' },
  })
})

test('spares are no more than the tenant may have, however many its courses keep ready', async () => {
  const small = newId('tenant')
  await plane.db.tenant.create({ data: { id: small, name: 'small', sandboxes: 2 } })
  const { labId } = await writeLab(plane.db, { tenantId: small, image, name: 'many' })
  const pool = { reserved: 50 }
  const { courseLabId } = await writeCourse(plane.db, { tenantId: small, labId, name: 'many', lab: pool })
  await spares(courseLabId, 2)
  expect(await plane.db.sandbox.count({ where: { courseLabId } })).toBe(2)
  await plane.db.courseLab.update({ where: { id: courseLabId }, data: { reserved: 0 } })
})

test('checks in a loop are refused, and of each check the newest results are kept', async () => {
  const check = { name: 'hello', title: 'hello', auto: false, points: 1 }
  const script = { container: 'shell', text: 'true', timeout: 5 }
  const spec = labSpec({ checks: [{ ...check, script }] })
  const { courseLabId, labId, pupils } = await classOf('loop', { pupils: 1, spec })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const { id } = await sandboxes.start(pupil, courseLabId)
  await becomes(id, 'running')
  const at = new Date()
  await plane.db.checkResult.createMany({
    data: Array.from({ length: 100 }, (_, i) => ({
      ...{ id: `chk_loop${i}`, tenantId: tenantId(), sandboxId: id, labId, name: 'hello' },
      ...{ attempt: 1, passed: false, by: pupil.label, at },
    })),
  })
  const where = { sandboxId: id }
  const soon = new Date(at.getTime() + 3_600_000) // the minute does not end while this waits
  await plane.db.sandbox.update({ where: { id }, data: { checksAsked: 98, checksSince: soon } })
  const self = await asked(pupil, id)
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => sandboxes.check(self, 'hello')))
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(refused).toMatchObject(Array.from({ length: 2 }, () => ({ code: 'sandbox.too_often' })))
  await plane.db.checkResult.deleteMany({ where: { ...where, passed: true } })
  await plane.db.sandbox.update({ where: { id }, data: { checksSince: new Date(at.getTime() - 120_000) } })
  expect(await sandboxes.check(await asked(pupil, id), 'hello')).toMatchObject({ passed: true })
  // two that ran at once, and are gone again, may have taken the place of one or two
  expect(await plane.db.checkResult.count({ where })).toBeLessThanOrEqual(20)
  const passed = await plane.db.checkResult.findMany({ where: { ...where, passed: true } })
  expect(passed).toMatchObject([{ message: 'well done', output: 'one\nwell done' }])
})

test('a check that finds its container busy is refused, and not kept as not passed', async () => {
  const check = { name: 'hello', title: 'hello', auto: false, points: 1 }
  const script = { container: 'shell', text: 'true', timeout: 5 }
  const spec = labSpec({ checks: [{ ...check, script }] })
  const { courseLabId, pupils } = await classOf('busy', { pupils: 1, spec })
  const [pupil] = pupils
  if (!pupil) throw new Error('there is no pupil')
  const { id } = await sandboxes.start(pupil, courseLabId)
  await becomes(id, 'running')
  isBusy = true
  try {
    await expect(sandboxes.check(await asked(pupil, id), 'hello')).rejects.toMatchObject({
      code: 'container.busy',
    })
  } finally {
    isBusy = false
  }
  expect(await plane.db.checkResult.count({ where: { sandboxId: id } })).toBe(0)
})

test('nobody of another course has a sandbox, and who teaches there has', async () => {
  const { courseId, courseLabId, pupils } = await classOf('rights', { pupils: 2 })
  const other = await classOf('elsewhere', { pupils: 1 })
  const [mine, neighbour] = pupils
  const [stranger] = other.pupils
  const [teacher] = await writePupils(plane.db, { tenantId: tenantId(), courseId, count: 1, role: 'teacher' })
  if (!mine || !neighbour || !stranger || !teacher) throw new Error('somebody is missing')
  const { id } = await sandboxes.start(mine, courseLabId)
  expect((await sandboxAccess(plane.db, mine, id)).as).toBe('owner')
  expect((await sandboxAccess(plane.db, teacher, id)).as).toBe('teacher')
  for (const who of [neighbour, stranger]) {
    await expect(sandboxAccess(plane.db, who, id)).rejects.toMatchObject({ code: 'sandbox.not_found' })
  }
  await expect(sandboxes.start(stranger, courseLabId)).rejects.toMatchObject({ code: 'course.lab_not_found' })
  await plane.db.courseMember.update({ where: { id: mine.memberId }, data: { removedAt: new Date() } })
  await expect(sandboxAccess(plane.db, mine, id)).rejects.toMatchObject({ code: 'sandbox.not_found' })
})

test('control killed in the middle of a herd and Redis flushed: everybody has one sandbox in the end', async () => {
  const { courseLabId, pupils } = await classOf('killed', { pupils: 12, reserved: 4 })
  const started = Promise.all(pupils.map((pupil) => sandboxes.start(pupil, courseLabId)))
  await plane.killControl()
  const ids = (await started).map(({ id }) => id)
  await plane.redis.flush()
  await plane.startControl()
  await agent.close()
  await eventually(
    async () => {
      try {
        agent = await lab.connect()
        return true
      } catch {
        return false // its connection may be early: the next one says more
      }
    },
    { withinMs: 200_000, what: 'the agent' },
  )
  await Promise.all(ids.map((id) => becomes(id, 'running')))
  const own = await plane.db.sandbox.groupBy({ by: ['userId'], where: { id: { in: ids } }, _count: true })
  expect(own).toHaveLength(12)
  expect(await plane.db.container.count({ where: { sandboxId: { in: ids } } })).toBe(12)
})
