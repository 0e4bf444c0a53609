import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

const MIB = 1024 ** 2
const LIMITS = { cpu: 1, memory: 64 * MIB, pids: 64, disk: 64 * MIB }

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('other limits hold for what runs, without a restart, and after one of the agent', async () => {
  const spec = await rig.want({ limits: LIMITS })
  const { startedAt } = await rig.healthy(spec.id)
  for (const memory of [128 * MIB, 32 * MIB]) {
    const { generation } = await rig.want({
      ...spec,
      limits: { cpu: 0.5, memory, pids: 10, disk: 16 * MIB },
    })
    await rig.seen(spec.id, (seen) => seen.generation === generation && seen.healthy)
    // it is told before it is done
    const limit = ['cat', '/sys/fs/cgroup/memory/memory.limit_in_bytes']
    await eventually(async () => (await run(rig, spec.id, limit)).out === String(memory))
  }
  expect(await rig.seen(spec.id, () => true)).toMatchObject({ startedAt, restarts: 0 })
  const forks = 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1 & done; wait'
  expect((await run(rig, spec.id, ['sh', '-c', forks])).err).toContain('fork')
  const fill = 'dd if=/dev/urandom of=/big bs=1M count=24; stat -c %s /big'
  expect(Number((await run(rig, spec.id, ['sh', '-c', fill])).out)).toBeLessThanOrEqual(16 * MIB)
  await rig.killAgent('SIGKILL')
  await rig.startAgent()
  const last = await rig.want({ ...spec, limits: { ...LIMITS, memory: 48 * MIB } })
  await rig.seen(spec.id, (seen) => seen.generation === last.generation && seen.healthy)
  expect(await rig.seen(spec.id, () => true)).toMatchObject({ startedAt, restarts: 0 })
})

test('memory below what is used is refused with a reason, and the container runs on as it was', async () => {
  const hold = 'x=$(head -c 20000000 /dev/zero | tr "\\0" x); while :; do sleep 1; done'
  const spec = await rig.want({
    limits: { ...LIMITS, memory: 200 * MIB },
    command: ['sh', '-c', `${hold}`],
    health: { kind: 'none' },
  })
  const { startedAt } = await rig.healthy(spec.id)
  await rig.seenStats(spec.id, ({ memoryBytes }) => memoryBytes > 15 * MIB)
  await rig.want({ ...spec, limits: { ...LIMITS, memory: 8 * MIB } })
  const refused = await rig.seen(spec.id, ({ limitsRefused }) => limitsRefused !== undefined)
  expect(refused).toMatchObject({ state: 'running', startedAt })
  expect(refused.limitsRefused).toMatch(/^a limit of 8 MiB memory is too low: it uses .*MiB/)
  await rig.want({ ...spec, limits: { ...LIMITS, memory: 100 * MIB } })
  expect(await rig.seen(spec.id, ({ limitsRefused }) => limitsRefused === undefined)).toMatchObject({
    startedAt,
  })
})
