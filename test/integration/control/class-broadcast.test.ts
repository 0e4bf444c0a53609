import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { BroadcastRow, BroadcastWhole, ScriptReply } from '../../../packages/protocol/src/index.ts'
import {
  type ClassService,
  createClassService,
  type SandboxService,
} from '../../../packages/sandbox/src/index.ts'
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
let classes: ClassService
let at: { course: { id: string; tenantId: string; name: string }; by: string; ip: null }
let pupils: Pupil[]
let ids: string[]

const files = new Map<string, { content: string; mtime: number }>()
let answer: (script: string) => Promise<Partial<ScriptReply>> = async () => ({})
let atOnce = 0
let most = 0

beforeAll(async () => {
  lab = await startLabPlane({
    run: async () => ({ code: 0, output: '', truncated: false, timedOut: false }),
    agent: {
      files,
      async runScript({ script, user, env }) {
        atOnce += 1
        most = Math.max(most, atOnce)
        const said = await answer(script)
        atOnce -= 1
        return { output: `${user ?? ''} ${env?.['BERTH_STUDENT'] ?? ''}\n`, ...said }
      },
    },
  })
  const { image, tenantId } = lab
  ;({ plane, sandboxes } = lab)
  classes = createClassService({ db: plane.db, sandboxes, screens: plane.client.readScreens })
  agent = await lab.connect()
  const spec = labSpec({ containers: [labContainer('shell', { user: '1000' })] })
  const { labId } = await writeLab(plane.db, { tenantId, image, spec })
  const { courseId, courseLabId } = await writeCourse(plane.db, { tenantId, labId })
  at = { course: { id: courseId, tenantId, name: 'unix' }, by: 'ann@school.test', ip: null }
  pupils = await writePupils(plane.db, { tenantId, courseId, count: 10 })
  ids = []
  for (const pupil of pupils) ids.push((await sandboxes.start(pupil, courseLabId)).id)
  await all('running')
}, 600_000)

afterAll(async () => {
  await agent?.close()
  await lab?.close()
})

const all = (state: string, of: readonly string[] = ids) =>
  eventually(
    async () =>
      (await plane.db.sandbox.count({ where: { id: { in: [...of] }, state, containers: { some: {} } } })) ===
      of.length,
    { withinMs: 200_000, what: `all ${state}` },
  )

async function settled(id: string): Promise<BroadcastWhole> {
  let whole: BroadcastWhole | undefined
  const isSo = async () => {
    whole = await classes.broadcast(at.course.id, id)
    return !whole.isOpen
  }
  await eventually(isSo, { withinMs: 200_000, what: 'the end of what was sent' })
  if (!whole) throw new Error('nothing was read')
  return whole
}

async function rowBecomes(id: string, sandbox: string, state: string): Promise<BroadcastRow> {
  let row: BroadcastRow | undefined
  const isSo = async () => {
    row = (await classes.broadcast(at.course.id, id)).rows.find((one) => one.sandbox === sandbox)
    return row?.state === state
  }
  await eventually(isSo, { withinMs: 200_000, what: `a result that is ${state}` })
  if (!row) throw new Error('there is no such result')
  return row
}

const runAll = (command: string, more: { of?: readonly string[]; later?: boolean } = {}) =>
  classes.send(at, {
    ...{ kind: 'command', content: { command, container: null, timeout: 30 } },
    ...{ ids: more.of ?? ids, later: more.later ?? false },
  })
const sendAll = (path: string, text: string, of: readonly string[] = ids) =>
  classes.send(at, {
    kind: 'file',
    content: { path, container: null, base64: Buffer.from(text).toString('base64') },
    ...{ ids: of, later: false },
  })
const containerOf = async (sandboxId: string) =>
  (await plane.db.container.findFirstOrThrow({ where: { sandboxId } })).id
const textAt = async (sandboxId: string, path: string) => {
  const file = files.get(`${await containerOf(sandboxId)} ${path}`)
  return file && Buffer.from(file.content, 'base64').toString()
}

test('a command runs for each as the student, a few at a time, and every end is told with its last lines', async () => {
  most = 0
  const name = (id: string) => `student ${ids.indexOf(id)}`
  const { id, count } = await runAll('make test')
  expect(count).toBe(10)
  const { rows, counts } = await settled(id)
  expect(counts).toEqual({ done: 10 })
  for (const row of rows) expect(row).toMatchObject({ code: 0, output: `1000 ${name(row.sandbox)}` })
  expect(most).toBeLessThanOrEqual(4)
  const failing = await runAll('exit 3', { of: ids.slice(0, 1) })
  answer = async () => ({ code: 3, output: 'no rule\nto make it\n' })
  const failed = await settled((await runAll('exit 3', { of: ids.slice(1, 2) })).id)
  answer = async () => ({})
  expect(failed.rows).toMatchObject([{ state: 'failed', code: 3, output: 'no rule\nto make it' }])
  await settled(failing.id)
  const where = { tenantId: at.course.tenantId, action: 'class.command' }
  expect(await plane.db.audit.findFirst({ where })).toMatchObject({ by: 'ann@school.test', target: 'unix' })
  expect(await plane.db.sandboxEvent.count({ where: { sandboxId: ids[0] ?? '', type: 'command-ran' } })).toBe(
    2,
  )
})

test('a file is written once; what a student changed is asked about, and gets a copy beside it or is replaced', async () => {
  const [mine = '', other = '', third = ''] = ids
  const of = [mine, other, third]
  expect((await settled((await sendAll('notes.txt', 'one', of)).id)).counts).toEqual({ done: 3 })
  expect(await textAt(mine, '/root/notes.txt')).toBe('one')
  const key = `${await containerOf(mine)} /root/notes.txt`
  files.set(key, { content: Buffer.from('my own').toString('base64'), mtime: 77 })
  const { id, rows } = await settled((await sendAll('notes.txt', 'two', of)).id)
  expect(rows.filter(({ state }) => state === 'failed')).toMatchObject([
    { sandbox: mine, error: 'file.changed' },
  ])
  expect(await textAt(mine, '/root/notes.txt')).toBe('my own')
  expect(await textAt(other, '/root/notes.txt')).toBe('two')
  expect(await classes.settle(at, { id, how: 'beside' })).toEqual({ count: 1 })
  expect((await settled(id)).counts).toEqual({ done: 3 })
  expect(await textAt(mine, '/root/notes.new.txt')).toBe('two')
  const third3 = await settled((await sendAll('notes.txt', 'three', [mine])).id)
  expect(third3.counts).toEqual({ failed: 1 })
  await classes.settle(at, { id: third3.id, how: 'replace' })
  expect((await settled(third3.id)).counts).toEqual({ done: 1 })
  expect(await textAt(mine, '/root/notes.txt')).toBe('three')
})

test('who is away gets it on return, or has missed it; a teacher stops waiting', async () => {
  const [mine = '', other = ''] = ids
  await classes.all(at, { act: 'pause', ids: [mine, other] })
  await all('frozen', [mine, other])
  const missed = await settled((await runAll('true', { of: [mine] })).id)
  expect(missed.counts).toEqual({ missed: 1 })
  const later = await runAll('true', { of: [mine, other], later: true })
  await rowBecomes(later.id, mine, 'away')
  await classes.all(at, { act: 'resume', ids: [mine] })
  await rowBecomes(later.id, mine, 'done')
  expect(await classes.settle(at, { id: later.id, how: 'stop' })).toEqual({ count: 1 })
  expect((await settled(later.id)).counts).toEqual({ done: 1, missed: 1 })
  await classes.all(at, { act: 'resume', ids: [other] })
  await all('running')
})

test('control killed in the middle: a command that was under way is told as interrupted, the rest is carried out', async () => {
  const held = Promise.withResolvers<undefined>()
  let isHeld = true
  answer = async () => {
    if (isHeld) await held.promise
    return {}
  }
  const { id } = await runAll('sleep 1')
  await eventually(async () => (await classes.broadcast(at.course.id, id)).counts.running === 4, {
    ...{ withinMs: 200_000, what: 'four under way' },
  })
  await plane.killControl()
  isHeld = false
  held.resolve(undefined)
  await agent.close()
  await plane.startControl()
  agent = await lab.connect()
  const { counts, rows } = await settled(id)
  expect(counts).toEqual({ failed: 4, done: 6 })
  for (const row of rows.filter(({ state }) => state === 'failed')) {
    expect(row.error).toBe('sandbox.interrupted')
  }
})

test('nothing reaches another course, and a flood is refused', async () => {
  const elsewhere = { ...at, course: { ...at.course, name: 'other', id: 'crs_another' } }
  const [{ id: known } = { id: '' }] = await classes.sent(at.course.id)
  await expect(classes.broadcast('crs_another', known)).rejects.toMatchObject({
    code: 'course.broadcast_not_found',
  })
  await expect(classes.settle(elsewhere, { id: known, how: 'stop' })).rejects.toMatchObject({
    code: 'course.broadcast_not_found',
  })
  const { tenantId, id: courseId } = at.course
  await plane.db.broadcast.createMany({
    data: Array.from({ length: 30 }, (_, i) => ({
      ...{ id: `brc_flood${i}`, tenantId, courseId, kind: 'command', createdBy: 'ann' },
      content: { command: 'true', container: null, timeout: 1 },
    })),
  })
  await expect(runAll('true')).rejects.toMatchObject({ code: 'sandbox.too_often' })
})
