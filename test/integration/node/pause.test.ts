import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

const COUNT = 'i=0; while :; do i=$((i+1)); echo $i > /tmp/count; sleep 0.05; done'
const counting = () => rig.want({ command: ['sh', '-c', COUNT], health: { kind: 'none' } })
const count = async (id: string) => Number((await run(rig, id, ['cat', '/tmp/count'])).out)

test('a paused container stands still, refuses commands, and goes on where it was', async () => {
  const spec = await counting()
  const before = await rig.healthy(spec.id)
  await rig.want({ ...spec, desired: 'paused' })
  expect(await rig.seen(spec.id, ({ state }) => state === 'paused')).toMatchObject({
    end: null,
    healthy: false,
  })
  await expect(run(rig, spec.id, ['cat', '/tmp/count'])).rejects.toMatchObject({
    code: 'container.wrong_state',
  })
  const used = () => rig.control.stats.filter(({ id }) => id === spec.id).map((one) => one.cpuUsageUsec)
  await eventually(() => used().length > 2 && new Set(used().slice(-2)).size === 1)
  await rig.want({ ...spec, desired: 'running' })
  const after = await rig.healthy(spec.id)
  expect(after).toMatchObject({ restarts: 0, startedAt: before.startedAt })
  await eventually(async () => (await count(spec.id)) > 0) // the file is empty for a moment at each count
})

test('what is paused stays so when its agent is killed, and its health is not looked at', async () => {
  const spec = await rig.want({
    health: { kind: 'command', argv: ['sh', '-c', 'exit 0'], timeoutMs: 5000 },
  })
  await rig.healthy(spec.id)
  await rig.want({ ...spec, desired: 'paused' })
  await rig.seen(spec.id, ({ state }) => state === 'paused')
  await rig.killAgent('SIGKILL')
  rig.control.told.delete(spec.id)
  await rig.startAgent()
  // three failed looks of one second each would have ended it
  await new Promise((resolve) => setTimeout(resolve, 5000))
  expect(await rig.seen(spec.id, ({ state }) => state === 'paused')).toMatchObject({ end: null })
  await rig.want({ ...spec, desired: 'running' })
  expect(await rig.healthy(spec.id)).toMatchObject({ restarts: 0 })
})

test('a stop of a paused container ends it by its signal, not by force', async () => {
  const spec = await rig.want({
    command: ['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 0.1; done'],
    health: { kind: 'none' },
    stop: { timeoutMs: 20_000 },
  })
  await rig.healthy(spec.id)
  await rig.want({ ...spec, desired: 'paused' })
  await rig.seen(spec.id, ({ state }) => state === 'paused')
  await rig.want({ ...spec, desired: 'stopped' })
  const { end } = await rig.seen(spec.id, ({ state }) => state === 'stopped')
  expect(end).toMatchObject({ kind: 'stopped', code: 3, forced: false })
})
