import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

const MIB = 1024 ** 2
const BOMB = ['sh', '-c', 'bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 1; true']

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('a fork bomb is told while its container runs on, and a container that forks little is not', async () => {
  const limits = { cpu: 0.2, memory: 64 * MIB, pids: 32, disk: 64 * MIB }
  const [bomb, calm] = [await rig.want({ limits }), await rig.want({ limits })]
  const before = await rig.healthy(bomb.id)
  await rig.healthy(calm.id)
  expect(before.forksRefused).toBeUndefined()
  await run(rig, bomb.id, BOMB)
  await run(rig, calm.id, ['sh', '-c', 'true | true'])
  const told = await rig.seen(bomb.id, ({ forksRefused = 0 }) => forksRefused > 0)
  expect(told).toMatchObject({ state: 'running', startedAt: before.startedAt, restarts: 0 })
  expect(rig.control.told.get(calm.id)?.forksRefused).toBeUndefined()
})
