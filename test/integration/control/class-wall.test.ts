import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ClassAct } from '../../../packages/sandbox/src/class/change-all.ts'
import { newId } from '../../../packages/core/src/index.ts'
import { type Courses, createCourses } from '../../../packages/course/src/index.ts'
import {
  type ClassService,
  createClassService,
  sandboxAccess,
  type SandboxService,
} from '../../../packages/sandbox/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { labSpec, type Pupil, writeCourse, writeLab, writePupils } from '../../support/lab-fixture.ts'
import type { ControlPlane } from './support/control-plane.ts'
import { type LabPlane, startLabPlane } from './support/lab-plane.ts'
import type { ScriptedAgent } from './support/scripted-agent.ts'

vi.setConfig({ testTimeout: 600_000 })

let lab: LabPlane
let plane: ControlPlane
let agent: ScriptedAgent
let sandboxes: SandboxService
let classes: ClassService
let courses: Courses
let course: { id: string; tenantId: string; name: string }
let pupils: Pupil[]
let ids: string[]
const screens = new Map<string, string[]>()

const CHECK = {
  ...{ name: 'done', title: 'It is done', auto: false, points: 1 },
  script: { container: 'shell', text: 'true', timeout: 10 },
}

beforeAll(async () => {
  lab = await startLabPlane({
    run: async () => ({ code: 1, output: 'not yet\n', truncated: false, timedOut: false }),
    agent: { screen: (execId) => screens.get(execId) ?? [] },
  })
  const { image, tenantId } = lab
  ;({ plane, sandboxes } = lab)
  classes = createClassService({ db: plane.db, sandboxes, screens: plane.client.readScreens })
  courses = createCourses({ db: plane.db, url: 'https://school.test', mailer: undefined })
  agent = await lab.connect()
  const { labId } = await writeLab(plane.db, { tenantId, image, spec: labSpec({ checks: [CHECK] }) })
  const { courseId, courseLabId } = await writeCourse(plane.db, { tenantId, labId })
  course = { id: courseId, tenantId, name: 'unix' }
  pupils = await writePupils(plane.db, { tenantId, courseId, count: 3 })
  const started = await Promise.all(pupils.slice(0, 2).map((pupil) => sandboxes.start(pupil, courseLabId)))
  ids = started.map(({ id }) => id)
  await all('running')
}, 300_000)

afterAll(async () => {
  await agent?.close()
  await lab?.close()
})

const all = (state: string) =>
  eventually(async () => (await plane.db.sandbox.count({ where: { id: { in: ids }, state } })) === 2, {
    ...{ withinMs: 200_000, what: `both ${state}` },
  })
const doAll = (act: ClassAct, of: readonly string[] = ids) =>
  classes.all({ course, by: 'ann@school.test', ip: null }, { act, ids: of })
const tileOf = async (pupil: Pupil | undefined) =>
  (await classes.wall(course.id)).find(({ member }) => member.id === pupil?.memberId)

test('everybody has a tile, also who has not started; it tells what the checks said and whose hand is raised', async () => {
  const [first, , absent] = pupils
  if (!first) throw new Error('nobody is there')
  const asked = { ...(await sandboxAccess(plane.db, first, ids[0] ?? '')), by: first.label }
  await sandboxes.check(asked, 'done')
  await sandboxes.setHand(asked, { raised: true, note: 'what is a pipe?' })
  expect(await classes.wall(course.id)).toHaveLength(3)
  expect(await tileOf(absent)).toMatchObject({ sandbox: null })
  expect(await tileOf(first)).toMatchObject({
    sandbox: {
      ...{ id: ids[0], state: 'running', checks: { passed: 0, failed: 1, all: 1 } },
      hand: { note: 'what is a pipe?', takenBy: null },
    },
  })
})

test('screens come from the node, only when they changed, and only of this course', async () => {
  const [sandboxId = ''] = ids
  const container = await plane.db.container.findFirstOrThrow({ where: { sandboxId } })
  const execId = newId('exec')
  screens.set(execId, ['$ ls', 'notes.txt'])
  await plane.db.sandboxTerminal.create({
    data: {
      ...{ tenantId: course.tenantId, sandboxId, attempt: 1, number: 1, container: 'shell', execId },
      containerId: container.id,
    },
  })
  const seen = (mark?: string) => classes.screens(course, [{ sandbox: sandboxId, mark }])
  const [screen] = await seen()
  expect(screen).toMatchObject({ sandbox: sandboxId, lines: ['$ ls', 'notes.txt'] })
  expect(await seen(screen?.mark)).toEqual([])
  screens.set(execId, ['$ rm notes.txt'])
  expect(await seen(screen?.mark)).toMatchObject([{ lines: ['$ rm notes.txt'] }])
  const other = { ...course, id: 'crs_another' }
  expect(await classes.screens(other, [{ sandbox: sandboxId }])).toEqual([])
})

test('a message reaches each of the class once, until it is read', async () => {
  const [mine = '', other = ''] = ids
  const at = { course, by: 'ann@school.test', ip: null }
  expect(await classes.sendMessage(at, { text: 'Five minutes left', ids })).toEqual({ count: 2 })
  const [message] = await classes.unread(mine)
  expect(message).toMatchObject({ text: 'Five minutes left', by: 'ann@school.test' })
  await classes.markRead(mine, message?.id ?? '')
  expect(await classes.unread(mine)).toEqual([])
  expect(await classes.unread(other)).toHaveLength(1)
  expect(await classes.messages(course.id)).toMatchObject([{ to: 2, read: 1 }])
  const elsewhere = { ...at, course: { ...course, id: 'crs_another' } }
  await expect(classes.sendMessage(elsewhere, { text: 'x', ids })).rejects.toThrow()
  expect(await classes.unread(other)).toHaveLength(1)
})

test('all are frozen and go on; one that cannot is told, and what is of no course of theirs is left alone', async () => {
  expect(await doAll('pause', [...ids, 'sbx_of_nobody'])).toHaveLength(2)
  await all('frozen')
  const why = { kind: 'asked', by: 'ann@school.test' }
  expect(await tileOf(pupils[0])).toMatchObject({ sandbox: { state: 'frozen', reason: why }, ended: null })
  const counts = { running: 0, paused: 2 }
  expect(await courses.read(course.id, 'teacher')).toMatchObject(counts)
  expect(await courses.list(course.tenantId)).toMatchObject([counts])
  expect(await courses.labs.list(course.id)).toMatchObject([counts])
  expect((await doAll('extend')).every(({ ok }) => ok)).toBe(true)
  expect((await doAll('resume')).every(({ ok }) => ok)).toBe(true)
  await all('running')
  expect(await courses.read(course.id, 'teacher')).toMatchObject({ running: 2, paused: 0 })
  const failed = await doAll('undoReset')
  expect(failed).toHaveLength(2)
  expect(failed).toContainEqual({ sandbox: ids[0], ok: false, code: 'sandbox.nothing_to_undo' })
})

test('all are reset, and have what was there back; the audit says who did it to how many', async () => {
  expect((await doAll('reset')).every(({ ok }) => ok)).toBe(true)
  await all('running')
  expect(await tileOf(pupils[0])).toMatchObject({ sandbox: { canUndo: true } })
  expect((await doAll('undoReset')).every(({ ok }) => ok)).toBe(true)
  await all('running')
  const where = { tenantId: course.tenantId, action: 'class.reset' }
  expect(await plane.db.audit.findMany({ where })).toMatchObject([
    { by: 'ann@school.test', target: 'unix', outcome: 'allowed', data: { asked: 2, done: 2 } },
  ])
})

test('who had a lab that ended is told apart from who has not begun, and why it ended', async () => {
  expect((await doAll('end')).every(({ ok }) => ok)).toBe(true)
  await all('ended')
  const reason = { kind: 'asked', by: 'ann@school.test' }
  for (const pupil of pupils.slice(0, 2)) {
    expect(await tileOf(pupil)).toMatchObject({ sandbox: null, ended: { reason } })
  }
  expect(await tileOf(pupils[2])).toMatchObject({ sandbox: null, ended: null })
})
