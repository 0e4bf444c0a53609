import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { openView } from './support/view.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('an agent that is killed loses no container, and the next one takes it over', async () => {
  const spec = await rig.want()
  const before = await rig.healthy(spec.id)
  await rig.killAgent()
  rig.control.told.clear()
  await rig.startAgent()
  expect(await rig.healthy(spec.id)).toEqual({ ...before, generation: spec.generation })
})

test('an agent that is asked to end does so cleanly, and leaves its containers', async () => {
  const spec = await rig.want()
  const before = await rig.healthy(spec.id)
  expect(await rig.killAgent('SIGTERM')).toBe(0)
  rig.control.told.clear()
  await rig.startAgent()
  expect(await rig.healthy(spec.id)).toMatchObject({ startedAt: before.startedAt, restarts: 0 })
})

test('what ended while no agent was there is accounted, and its policy applied', async () => {
  const spec = await rig.want({
    command: ['sh', '-c', 'sleep 1; echo over; exit 4'],
    health: { kind: 'none' },
  })
  await rig.healthy(spec.id)
  await rig.killAgent()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await rig.startAgent()
  const observed = await rig.seen(spec.id, ({ restarts }) => restarts >= 1)
  expect(observed.id).toBe(spec.id)
})

test('what was wanted while no agent was there is done when it is', async () => {
  const [keep, drop] = [await rig.want(), await rig.want()]
  await rig.healthy(keep.id)
  await rig.healthy(drop.id)
  await rig.killAgent()
  rig.control.wanted.delete(drop.id)
  const late = await rig.want()
  await rig.startAgent()
  await rig.seen(drop.id, ({ state }) => state === 'removed')
  await rig.healthy(late.id)
  await rig.healthy(keep.id)
})

test('what control cannot tell of, because its secrets do not open, runs on', async () => {
  const [sealed, open] = [await rig.want(), await rig.want()]
  const before = await rig.healthy(sealed.id)
  await rig.healthy(open.id)
  await rig.killAgent()
  rig.control.untold.add(sealed.id)
  rig.control.wanted.delete(open.id)
  await rig.startAgent()
  await rig.seen(open.id, ({ state }) => state === 'removed')
  rig.control.untold.delete(sealed.id)
  rig.control.told.clear()
  const next = await rig.want({ ...sealed, generation: sealed.generation + 1 })
  expect(await rig.healthy(next.id)).toMatchObject({ startedAt: before.startedAt, restarts: 0 })
})

test('a start that an agent was killed in is finished by the next', async () => {
  const specs = await Promise.all(Array.from({ length: 6 }, () => rig.want()))
  await eventually(() => specs.some(({ id }) => rig.control.told.has(id)))
  await rig.killAgent()
  await rig.startAgent()
  for (const { id } of specs) await rig.healthy(id)
})

test('while control is away containers go on, and what happened is told when it is back', async () => {
  const spec = await rig.want({ command: ['sh', '-c', 'sleep 1; exit 5'], health: { kind: 'none' } })
  await rig.healthy(spec.id)
  await rig.control.close()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await rig.control.open()
  await rig.seen(spec.id, ({ restarts }) => restarts >= 1)
})

test('a flushed Redis loses a hint, and the next connection makes good for it', async () => {
  await rig.redis.flush()
  const spec = await rig.want()
  await rig.redis.flush()
  await rig.control.close()
  await rig.control.open()
  await rig.healthy(spec.id)
})

test('an open shell goes on after the agent was killed, with its screen', async () => {
  const { id: containerId } = await rig.want()
  await rig.healthy(containerId)
  const agent = rig.control.agent()
  const { execId } = await agent.call('exec.start', {
    containerId,
    argv: ['sh'],
    tty: true,
    cols: 80,
    rows: 24,
  })
  const first = await openView(rig, execId, containerId)
  first.type('hidden=xyz; echo be-$hidden\n')
  await eventually(() => first.text().includes('be-xyz'))
  await rig.killAgent()
  await rig.startAgent()
  await eventually(() => {
    try {
      return rig.control.agent() !== agent
    } catch {
      return false // not connected yet
    }
  })
  const second = await openView(rig, execId, containerId)
  await eventually(() => second.text().includes('be-xyz'), { what: 'the screen' })
  second.type('echo still-$hidden; exit 7\n')
  await eventually(() => second.text().includes('still-xyz'), { what: 'the answer' })
  await eventually(() => second.end() !== undefined, { what: 'the end' })
  expect(second.end()).toEqual({ kind: 'exit', code: 7, signal: null })
})
