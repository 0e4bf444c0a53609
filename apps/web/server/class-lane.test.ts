import { setImmediate as moment } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createClassLane } from './class-lane.ts'

/** Jobs that end when they are told to. */
function jobs() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const job = (name: string) => () =>
    new Promise<void>((resolve) => {
      begun.push(name)
      ends.set(name, resolve)
    })
  const end = async (name: string) => {
    ends.get(name)?.()
    await moment()
  }
  return { begun, job, end }
}

const NEVER = { heldMs: 60_000 }
const ONE = { ...NEVER, atOnce: 1 }

test('of a class that clicks at once few are at work', async () => {
  const lane = createClassLane(NEVER)
  const { begun, job, end } = jobs()
  const all = ['a', 'b', 'c', 'd'].map((name) => lane.run(name, 'begins', job(name)))
  await moment()
  expect(begun).toEqual(['a', 'b'])
  await end('b')
  expect(begun).toEqual(['a', 'b', 'c'])
  await end('a')
  for (const name of ['c', 'd']) await end(name)
  await Promise.all(all)
})

test('nobody has two turns before another has one, and what was begun goes on first', async () => {
  const lane = createClassLane(ONE)
  const { begun, job, end } = jobs()
  const greedy = [1, 2, 3].map((time) => lane.run('greedy', 'begins', job(`greedy ${time}`)))
  const student = lane.run('student', 'begins', job('student'))
  const shell = lane.run('somebody', 'goes-on', job('shell'))
  for (const name of ['greedy 1', 'shell', 'greedy 2', 'student', 'greedy 3']) {
    await moment()
    expect(begun.at(-1)).toBe(name)
    await end(name)
  }
  await Promise.all([...greedy, student, shell])
})

test('who asks for more without end does not keep others from beginning', async () => {
  const lane = createClassLane(ONE)
  const { begun, job, end } = jobs()
  const names = Array.from({ length: 20 }, (_, time) => `shell ${time}`)
  const shells = names.map((name) => lane.run('greedy', 'goes-on', job(name)))
  const student = lane.run('student', 'begins', job('student'))
  for (let turn = 0; turn <= names.length; turn++) {
    await moment()
    await end(begun[turn] ?? '')
  }
  expect(begun.indexOf('student')).toBeLessThan(10)
  await Promise.all([...shells, student])
})

test('who hangs gives their place to the next', async () => {
  const lane = createClassLane({ heldMs: 20, atOnce: 4 })
  const { begun, job, end } = jobs()
  const names = ['a 1', 'a 2', 'b', 'c', 'd', 'e', 'a 3']
  const all = names.map((name) => lane.run(name.slice(0, 1), 'begins', job(name)))
  await expect.poll(() => begun).toEqual(['a 1', 'b', 'c', 'd', 'a 2', 'e', 'a 3'])
  for (const name of names) await end(name)
  await Promise.all(all)
})

test('who is refused gives the turn back', async () => {
  const lane = createClassLane(NEVER)
  const refused = () => Promise.reject(new Error('no such sandbox'))
  for (let time = 0; time < 10; time++)
    await expect(lane.run('somebody', 'begins', refused)).rejects.toThrow('no such sandbox')
})
