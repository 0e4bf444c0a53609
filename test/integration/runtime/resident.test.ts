import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openTestRuntime, processesOf, supervisorsOf, type TestRuntime } from './support/test-runtime.ts'

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
})
afterAll(() => box.close())

test('many containers start at once through one resident process', async () => {
  const before = await residents()
  const records = await Promise.all(Array.from({ length: 12 }, () => box.start(['sleep', '1000'])))
  expect(new Set(records.map(({ pid }) => pid)).size).toBe(12)
  expect(await residents()).toEqual(before)
  expect((await supervisorsOf(box.options.instance)).length).toBe(12)
  await Promise.all(records.map(({ id }) => box.runtime.remove(id)))
})

test('containers go on when the resident process is killed, and the next start brings another one', async () => {
  const { id, pid } = await box.start(['sleep', '1000'])
  const before = await residents()
  for (const resident of before) process.kill(resident, 'SIGKILL')
  const second = await box.start(['true'])
  expect((await box.ended(second.id)).end).toEqual({ kind: 'exit', code: 0 })
  expect(await box.runtime.get(id)).toMatchObject({ state: 'running', pid })
  await box.start(['true'])
  const after = await residents()
  expect(after).toHaveLength(1)
  expect(after).not.toEqual(before)
  await box.runtime.remove(id)
})

test('starts that are under way when the resident process is killed start once, or say why not', async () => {
  const requests = await Promise.all(Array.from({ length: 8 }, () => box.request(['sleep', '1000'])))
  const starts = requests.map((request) => box.runtime.start(request))
  for (const resident of await residents()) process.kill(resident, 'SIGKILL')
  const results = await Promise.allSettled(starts)
  const started = results.filter(({ status }) => status === 'fulfilled')
  expect((await supervisorsOf(box.options.instance)).length).toBe(started.length)
  await Promise.all(requests.map(({ id }) => box.runtime.remove(id)))
})

test('a supervisor holds nothing of the resident process once it has answered', async () => {
  const { id } = await box.start(['sleep', '1000'])
  const [supervisor = 0] = await supervisorsOf(box.options.instance)
  const status = await readFile(`/proc/${supervisor}/stat`, 'utf8')
  const [, , , session] = status.slice(status.lastIndexOf(')') + 2).split(' ')
  expect(Number(session)).toBe(supervisor)
  await box.reopen() // closes the channel: the resident process ends, the supervisor stays
  await eventually(async () => (await residents()).length === 1)
  expect(await box.runtime.get(id)).toMatchObject({ state: 'running' })
  await box.runtime.remove(id)
})

function residents(): Promise<number[]> {
  return processesOf(`resident ${box.options.instance}`)
}
