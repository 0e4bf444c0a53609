import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

const MIB = 1024 ** 2

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('a read-only root takes no file; folders in memory and volumes do, up to their size', async () => {
  const { id } = await rig.want({
    options: {
      readOnly: true,
      tmpfs: [
        { path: '/tmp', bytes: 4 * MIB },
        { path: '/run/deep', bytes: 2 ** 40 },
      ],
    },
    health: { kind: 'none' },
  })
  await rig.healthy(id)
  expect((await run(rig, id, ['touch', '/root/file'])).err).toContain('Read-only file system')
  expect((await run(rig, id, ['touch', '/data/file'])).err).toBe('')
  expect((await run(rig, id, ['touch', '/run/deep/file'])).err).toBe('')
  const full = await run(rig, id, ['sh', '-c', 'head -c 8388608 /dev/zero > /tmp/big; stat -c %s /tmp/big'])
  expect(full.out).toBe(String(4 * MIB))
})

test('ulimits hold, and no more open files are given than the host has', async () => {
  const { id } = await rig.want({
    options: { ulimits: { nofile: 77, fsize: 4096 } },
    health: { kind: 'none' },
  })
  await rig.healthy(id)
  const { out } = await run(rig, id, ['sh', '-c', 'ulimit -n; ulimit -Hn; cat /proc/1/limits'])
  expect(out).toMatch(/^77\n77\n/)
  expect(out).toMatch(/Max file size +4096 +4096/)
})

test('process 1 is the one of the platform, unless the app declines it or is an init itself', async () => {
  const [usual, declined] = [
    await rig.want({ health: { kind: 'none' } }),
    await rig.want({ options: { init: false }, health: { kind: 'none' } }),
  ]
  for (const { id } of [usual, declined]) await rig.healthy(id)
  const nameOfFirst = async (id: string) => (await run(rig, id, ['cat', '/proc/1/comm'])).out.trim()
  expect(await nameOfFirst(usual.id)).toBe('berth-init')
  expect(await nameOfFirst(declined.id)).not.toBe('berth-init')
})
