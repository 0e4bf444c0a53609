import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createCourses } from '../../../packages/course/src/index.ts'
import { sandboxAccess, type SandboxService } from '../../../packages/sandbox/src/index.ts'
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
let course: { id: string; labId: string; lab: string }
let student: Pupil
let assistant: Pupil
let lesson: string
const ran: string[] = []

const SCRIPT = { container: 'shell', timeout: 10 }
const SPEC = labSpec({
  scripts: { setup: { ...SCRIPT, text: 'set-up' }, solve: { ...SCRIPT, text: 'the solution' } },
  checks: [
    { name: 'done', title: 'It is done', auto: false, points: 1, script: { ...SCRIPT, text: 'true' } },
  ],
})

beforeAll(async () => {
  lab = await startLabPlane({
    run: async () => ({ code: 0, output: 'solved\n', truncated: false, timedOut: false }),
    agent: {
      runScript: async ({ containerId, script }) => {
        if (script === 'set-up') ran.push(containerId)
        return {}
      },
    },
  })
  const { image, tenantId } = lab
  ;({ plane, sandboxes } = lab)
  agent = await lab.connect()
  const { labId } = await writeLab(plane.db, { tenantId, image, spec: SPEC })
  const { courseId, courseLabId } = await writeCourse(plane.db, { tenantId, labId })
  course = { id: courseId, labId, lab: courseLabId }
  const people = (role: 'student' | 'assistant') =>
    writePupils(plane.db, { tenantId, courseId, count: 1, role })
  const [[one], [two]] = [await people('student'), await people('assistant')]
  if (!one || !two) throw new Error('nobody is there')
  ;[student, assistant] = [one, two]
  lesson = (await sandboxes.start(student, courseLabId)).id
  await becomes(lesson, 'running')
  await plane.db.volume.updateMany({ where: { sandboxId: lesson }, data: { made: true } })
}, 300_000)

afterAll(async () => {
  await agent?.close()
  await lab?.close()
})

const rowOf = (id: string) => plane.db.sandbox.findUniqueOrThrow({ where: { id } })
const becomes = (id: string, state: string) =>
  eventually(async () => (await rowOf(id)).state === state, {
    ...{ withinMs: 200_000, what: `sandbox ${state}` },
  })
const asked = async ({ userId, label }: Pupil, id: string) => {
  const { sandbox } = await sandboxAccess(plane.db, { userId, label }, id)
  return { sandbox, by: label, userId, ip: null }
}
const copy = async (of = lesson) => (await sandboxes.copy(await asked(assistant, of))).id
const specsOf = (id: string) => [...agent.specs.values()].filter(({ project }) => project.id === id)

test('a copy begins with what the student has, is not set up again, and leaves theirs as it is', async () => {
  const before = await rowOf(lesson)
  const setups = ran.length
  const id = await copy()
  await becomes(id, 'running')
  expect(ran).toHaveLength(setups)
  const [home] = await plane.db.volume.findMany({ where: { sandboxId: lesson } })
  const [container] = await plane.db.container.findMany({ where: { sandboxId: lesson } })
  expect(specsOf(id)).toMatchObject([{ layerOf: container?.id, volumes: [{ from: home?.id, made: false }] }])
  expect(await rowOf(lesson)).toEqual({ ...before, dueAt: expect.anything() })
  const view = await sandboxes.get(id)
  expect(view).toMatchObject({ kind: 'copy', copyOf: { id: lesson }, scripts: ['solve'], canUndo: false })
  const hours = ((view.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(1.5)
  expect(hours).toBeLessThan(2.1)
  expect((await sandboxes.events(lesson)).map(({ type, by }) => ({ type, by }))).toContainEqual({
    ...{ type: 'copied', by: assistant.label },
  })
  const audits = await plane.db.audit.findMany({ where: { action: 'sandbox.copied' } })
  expect(audits).toMatchObject([{ target: lesson, by: assistant.label }])
})

test('it is the copy of who made it, one at a time, and no lesson of theirs', async () => {
  const [one, two] = [await copy(), await copy()]
  await becomes(one, 'ended')
  await becomes(two, 'running')
  const { id: own } = await sandboxes.start(assistant, course.lab)
  expect(own).not.toBe(two)
  await expect(asked(student, two)).rejects.toMatchObject({ code: 'sandbox.not_found' })
  await expect(copy(two)).rejects.toMatchObject({ code: 'sandbox.not_ready' })
  await expect(sandboxes.reset(await asked(assistant, two))).rejects.toMatchObject({
    code: 'sandbox.not_ready',
  })
  await becomes(own, 'running')
  await sandboxes.end(await asked(assistant, own))
})

test('checks in it are in no results, and the solution runs there, never in what a student made', async () => {
  const id = await copy()
  await becomes(id, 'running')
  const mine = await asked(assistant, id)
  expect(await sandboxes.check(mine, 'done')).toMatchObject({ passed: true })
  expect(await sandboxes.runScript(mine, 'solve')).toMatchObject({ code: 0, output: 'solved' })
  await expect(sandboxes.runScript(mine, 'cleanup')).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(sandboxes.runScript(await asked(assistant, lesson), 'solve')).rejects.toMatchObject({
    code: 'auth.forbidden',
  })
  const row = await plane.db.course.findUniqueOrThrow({ where: { id: course.id } })
  const at = { course: row, part: 'teacher', by: 'teacher@school.test', ip: null } as const
  const { students } = await courses().results(at)
  expect(students.flatMap(({ labs }) => labs.map(({ points }) => points))).toEqual([0])
})

test('of a lab that was put away the files of its home are copied, and the rest is set up anew', async () => {
  await plane.db.sandbox.update({ where: { id: lesson }, data: { wanted: 'archived', state: 'archived' } })
  await eventually(async () => (await plane.db.container.count({ where: { sandboxId: lesson } })) === 0, {
    ...{ withinMs: 200_000, what: 'the end of its containers' },
  })
  const setups = ran.length
  const id = await copy()
  await becomes(id, 'running')
  expect(ran).toHaveLength(setups + 1)
  const [spec] = specsOf(id)
  expect(spec?.layerOf).toBeUndefined()
  expect(spec?.volumes).toMatchObject([{ from: expect.anything() }])
})

test('it is deleted when its time is over, and never put away', async () => {
  const id = await copy()
  await becomes(id, 'running')
  await plane.db.sandbox.update({ where: { id }, data: { expiresAt: new Date() } })
  await becomes(id, 'ended')
  expect((await rowOf(id)).reason).toMatchObject({ kind: 'expired' })
  await eventually(
    async () => (await plane.db.volume.count({ where: { sandboxId: id, deletedAt: null } })) === 0,
    { withinMs: 200_000, what: 'the end of its files' },
  )
})

test('a row that cannot be read hides no other one, and who waits for a larger quota is told', async () => {
  const id = await copy()
  await becomes(id, 'running')
  await plane.db.sandbox.update({ where: { id }, data: { state: 'dancing' } })
  const list = await sandboxes.ofCourse(course.id)
  expect(list.find((one) => one.id === id)).toMatchObject({ state: 'failed', trouble: expect.anything() })
  expect(list.find((one) => one.id === lesson)).toMatchObject({ state: 'archived', trouble: null })
  await plane.db.sandbox.update({ where: { id }, data: { state: 'running' } })
  const tenantId = plane.caller.tenant.id
  const { sandboxMemory } = await plane.db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  await plane.db.tenant.update({ where: { id: tenantId }, data: { sandboxMemory: 1n } })
  const { id: waits } = await sandboxes.start(assistant, course.lab)
  expect(await sandboxes.get(waits)).toMatchObject({ state: 'queued', queue: { overQuota: true } })
  await plane.db.tenant.update({ where: { id: tenantId }, data: { sandboxMemory } })
  await becomes(waits, 'running')
})

test('one that lost its containers and is resumed takes nothing of the student again, and is set up', async () => {
  await sandboxes.resume(await asked(student, lesson))
  await becomes(lesson, 'running')
  const id = await copy()
  await becomes(id, 'running')
  expect(specsOf(id)[0]?.layerOf).toBeDefined()
  await plane.db.sandbox.update({ where: { id }, data: { wanted: 'archived', state: 'archived' } })
  await eventually(async () => (await plane.db.container.count({ where: { sandboxId: id } })) === 0, {
    ...{ withinMs: 200_000, what: 'the end of its containers' },
  })
  const setups = ran.length
  await sandboxes.resume(await asked(assistant, id))
  await becomes(id, 'running')
  expect(ran).toHaveLength(setups + 1)
  const rows = await plane.db.container.findMany({ where: { sandboxId: id } })
  expect(rows.map(({ layerOf }) => layerOf)).toEqual([null])
})

test('who makes too many is told that copies are counted', async () => {
  const where = { id: plane.caller.tenant.id }
  const { sandboxStarts } = await plane.db.tenant.findUniqueOrThrow({ where })
  await plane.db.tenant.update({ where, data: { sandboxStarts: 1 } })
  await expect(copy()).rejects.toThrow(/^a copy or start was asked for \d+ times/)
  await plane.db.tenant.update({ where, data: { sandboxStarts } })
})

test('an assistant who becomes a student has neither their copy nor the name in it', async () => {
  const row = await plane.db.course.findUniqueOrThrow({ where: { id: course.id } })
  const at = { course: row, part: 'teacher', by: 'teacher@school.test', ip: null } as const
  const id = await copy()
  await becomes(id, 'running')
  const { memberId: member, userId } = assistant
  const kinds = async () => (await sandboxes.mine(userId)).map(({ kind }) => kind)
  expect(await kinds()).toContain('copy')
  await courses().members.change(at, member, { part: 'student' })
  expect(await kinds()).not.toContain('copy')
  await becomes(id, 'ended')
  await courses().members.change(at, member, { part: 'assistant' })
})

test('with the student who is removed go the copies of theirs, and an assistant who is removed sees none', async () => {
  const row = await plane.db.course.findUniqueOrThrow({ where: { id: course.id } })
  const at = { course: row, part: 'teacher', by: 'teacher@school.test', ip: null } as const
  const first = await copy()
  await becomes(first, 'running')
  await courses().members.remove(at, { member: student.memberId, newCode: false })
  await becomes(first, 'ended')
  await courses().members.remove(at, { member: assistant.memberId, newCode: false })
  await expect(asked(assistant, lesson)).rejects.toMatchObject({ code: 'sandbox.not_found' })
})

const courses = () => createCourses({ db: plane.db, url: 'http://berth.test', mailer: undefined })
