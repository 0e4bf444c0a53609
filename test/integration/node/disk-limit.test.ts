import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run as runInside } from './support/run.ts'

const MIB = 1024 ** 2
const LIMIT = 16 * MIB
/** more than the limit, from a source that no file system stores for nothing */
const FILL = 'dd if=/dev/urandom of="$0" bs=1M count=40; stat -c %s "$0"'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

const limited = () => rig.want({ limits: { cpu: 1, memory: 64 * MIB, pids: 64, disk: LIMIT } })

const run = (containerId: string, argv: string[]) => runInside(rig, containerId, argv)

test('the writable layer and the volumes of a container share its limit, and its neighbour feels nothing', async () => {
  const [{ id }, neighbour] = await Promise.all([limited(), rig.want()])
  await Promise.all([rig.healthy(id), rig.healthy(neighbour.id)])
  const layer = await run(id, ['sh', '-c', FILL, '/big'])
  expect(layer.err).toContain('quota exceeded')
  expect(Number(layer.out)).toBeLessThanOrEqual(LIMIT)
  expect(Number(layer.out)).toBeGreaterThan(LIMIT / 2)
  expect((await run(id, ['sh', '-c', FILL, '/data/big'])).err).toContain('quota exceeded')
  expect((await run(neighbour.id, ['sh', '-c', 'echo fine > /root/note; cat /root/note'])).out).toBe('fine')
})

test('a full container starts again, and its owner can clean it', async () => {
  const spec = await limited()
  await rig.healthy(spec.id)
  await run(spec.id, ['sh', '-c', FILL, '/big'])
  await rig.want({ ...spec, restartNonce: 1 })
  await rig.seen(spec.id, ({ healthy, restartNonce }) => healthy && restartNonce === 1)
  expect((await run(spec.id, ['rm', '/big'])).err).toBe('')
  const again = 'head -c 8388608 /dev/urandom > /again && stat -c %s /again'
  expect(await run(spec.id, ['sh', '-c', again])).toEqual({ out: String(8 * MIB), err: '' })
})

test('what a container that was stopped has written is told, and of one that runs it is not', async () => {
  const [spec, neighbour] = await Promise.all([limited(), limited()])
  await Promise.all([rig.healthy(spec.id), rig.healthy(neighbour.id)])
  await run(spec.id, ['sh', '-c', 'head -c 4194304 /dev/urandom > /kept && sync'])
  await rig.want({ ...spec, desired: 'stopped' })
  const kept = (id: string) =>
    rig.control.foundVolumes().resting?.find((layer) => layer.id === id)?.usedBytes ?? null
  await eventually(() => (kept(spec.id) ?? 0) >= 4 * MIB, { withinMs: 120_000, what: 'what it keeps' })
  expect(kept(spec.id)).toBeLessThan(LIMIT)
  expect(kept(neighbour.id)).toBeNull()
})
