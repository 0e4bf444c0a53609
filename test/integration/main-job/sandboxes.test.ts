import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { BroadcastWhole, SandboxView } from '../../../packages/protocol/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { mortalProcess } from '../../support/mortal-process.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { type PlatformApi, platformApi } from '../../support/platform-api.ts'
import { platformDatabase } from '../../support/platform-database.ts'
import { mortalPlatform } from '../../support/shared-platform.ts'

vi.setConfig({ testTimeout: 600_000 })

const NAME = 'lesson'
const LAB = `title: Lesson
containers:
  box:
    image: busybox
    workdir: /root
    limits: { cpu: 0.25, memory: 64M, pids: 64, disk: 64M }
home: { path: /root, size: 32M }
setup: scripts/setup.sh
checks:
  - { name: ready, title: It is set up, run: test -f /root/ready }
  - { name: leave, title: A file is written, run: echo mine > /root/mine }
  - { name: mine, title: The file is there, run: grep -q mine /root/mine }
`

let platform: TestPlatform
let teacher: PlatformApi
let person: PlatformApi
let sandbox = ''
let course = ''

beforeAll(async () => {
  platform = await mortalPlatform()
  teacher = platformApi(platform, 'token')
  person = platformApi(platform, 'person')
  const { tenant } = platform.admin
  const files = { 'lab.yml': LAB, 'scripts/setup.sh': 'touch /root/ready\n' }
  await teacher.call('labs.save', { tenant, name: NAME, files })
  const made = await teacher.call<{ id: string }>('courses.create', {
    ...{ tenant, name: NAME, title: 'Lesson' },
  })
  course = made.id
  const choices = await teacher.ask<{ id: string; name: string }[]>('courses.labs.choices', { course })
  const lab = choices.find(({ name }) => name === NAME)?.id
  const { id: courseLab } = await teacher.call<{ id: string }>('courses.labs.add', { course, lab })
  sandbox = (await person.call<SandboxView>('sandboxes.start', { courseLab })).id
}, 600_000)

/** Others compare what the platform has before and after theirs. */
afterAll(async () => {
  if (sandbox === '') return
  await person.call('sandboxes.end', { sandbox })
  const database = await platformDatabase(platform)
  const isGone = async () => {
    const left = await database.ask(
      `SELECT id FROM "Container" WHERE "sandboxId" = $1 UNION ALL SELECT id FROM "Volume" WHERE "sandboxId" = $1`,
      [sandbox],
    )
    return left.length === 0
  }
  await eventually(isGone, { withinMs: 200_000, what: 'the end of all that the sandbox had' })
  await database.close()
}, 300_000)

async function becomes(wanted: string): Promise<SandboxView> {
  let view: SandboxView | undefined
  const isSo = async () => {
    view = await teacher.ask<SandboxView>('sandboxes.get', { sandbox })
    if (view.state === 'failed') throw new Error(view.reasonText ?? 'it failed')
    return view.state === wanted
  }
  await eventually(isSo, { withinMs: 200_000, what: `a sandbox that is ${wanted}` })
  if (!view) throw new Error('nothing was asked')
  return view
}

/** While the agent is away a check is refused, and asked for again. */
async function passes(name: string): Promise<boolean> {
  let passed = false
  const isAnswered = async () => {
    try {
      passed = (await person.call<{ passed: boolean }>('sandboxes.check', { sandbox, name })).passed
      return true
    } catch {
      return false
    }
  }
  await eventually(isAnswered, { withinMs: 200_000, what: `check ${name}` })
  return passed
}

test('a sandbox is set up before it is its owner’s, and its checks are carried out inside', async () => {
  await becomes('running')
  expect(await passes('ready')).toBe(true)
  expect(await passes('mine')).toBe(false)
  expect(await passes('leave')).toBe(true)
})

test('what is sent to all arrives as the student’s own, and does not overwrite what they changed', async () => {
  const to = { course, container: null, later: false, sandboxes: [sandbox] }
  const run = async (command: string) => {
    const { id } = await teacher.call<{ id: string }>('classes.runCommand', { ...to, command, timeout: 60 })
    return settled(id)
  }
  const send = async (text: string) => {
    const base64 = Buffer.from(text).toString('base64')
    const file = { ...to, path: 'deep/notes.txt', base64 }
    return settled((await teacher.call<{ id: string }>('classes.sendFile', file)).id)
  }
  expect((await run('pwd; echo "$BERTH_LAB"; exit 3')).rows).toMatchObject([
    { state: 'failed', code: 3, output: `/root\n${NAME}` },
  ])
  expect((await send('one\n')).counts).toEqual({ done: 1 })
  expect((await send('two\n')).counts).toEqual({ done: 1 })
  expect((await run('echo mine >> deep/notes.txt')).counts).toEqual({ done: 1 })
  const { id, rows } = await send('three\n')
  expect(rows).toMatchObject([{ state: 'failed', error: 'file.changed' }])
  await teacher.call('classes.settleBroadcast', { course, broadcast: id, how: 'beside' })
  expect((await settled(id)).counts).toEqual({ done: 1 })
  expect((await run('cat deep/notes.txt deep/notes.new.txt')).rows).toMatchObject([
    { output: 'two\nmine\nthree' },
  ])
})

async function settled(broadcast: string): Promise<BroadcastWhole> {
  let whole: BroadcastWhole | undefined
  const isSo = async () => {
    whole = await teacher.ask<BroadcastWhole>('classes.broadcast', { course, broadcast })
    return !whole.isOpen
  }
  await eventually(isSo, { withinMs: 200_000, what: 'the end of what was sent' })
  if (!whole) throw new Error('nothing was read')
  return whole
}

test('the agent is killed in the lesson, and nothing of it is lost', async () => {
  const before = await becomes('running')
  const agent = await mortalProcess(platform, 'agent')
  agent.kill()
  await agent.back()
  expect(await passes('mine')).toBe(true)
  const after = await becomes('running')
  expect(after.containers.map(({ id }) => id)).toEqual(before.containers.map(({ id }) => id))
})

test('a reset begins anew, and undone brings back what was there', async () => {
  await person.call('sandboxes.reset', { sandbox })
  await becomes('running')
  expect(await passes('ready')).toBe(true)
  expect(await passes('mine')).toBe(false)
  await person.call('sandboxes.undoReset', { sandbox })
  await becomes('running')
  expect(await passes('mine')).toBe(true)
})

test('held and stopped it goes on with its files, and its end says why', async () => {
  await person.call('sandboxes.pause', { sandbox })
  await becomes('frozen')
  await person.call('sandboxes.resume', { sandbox })
  await becomes('running')
  await person.call('sandboxes.stop', { sandbox })
  await becomes('stopped')
  await person.call('sandboxes.resume', { sandbox })
  await becomes('running')
  expect(await passes('mine')).toBe(true)
  await person.call('sandboxes.end', { sandbox })
  expect((await becomes('ended')).reasonText).toBe(`by ${platform.admin.email}`)
})
