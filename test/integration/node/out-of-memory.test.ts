import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

const MIB = 1024 ** 2
const EATER = ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=64M', 'count=1']

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('a child that was killed for memory is told while its container runs on, also by the next agent', async () => {
  const spec = await rig.want({ limits: { cpu: 1, memory: 32 * MIB, pids: 64, disk: 64 * MIB } })
  const before = await rig.healthy(spec.id)
  expect(before.oomKills).toBeUndefined()
  await run(rig, spec.id, EATER)
  const told = await rig.seen(spec.id, ({ oomKills = 0 }) => oomKills > 0)
  expect(told).toMatchObject({ state: 'running', startedAt: before.startedAt, restarts: 0 })
  await rig.killAgent('SIGKILL')
  rig.control.told.clear()
  await rig.startAgent()
  await rig.seen(spec.id, ({ oomKills = 0 }) => oomKills >= (told.oomKills ?? 0))
  await run(rig, spec.id, EATER)
  await rig.seen(spec.id, ({ oomKills = 0 }) => oomKills > (told.oomKills ?? 0))
})
