import { stat } from 'node:fs/promises'
import { newId } from '@berth/core'
import type { ContainerSpec, MountedVolume, WantedVolume } from '@berth/protocol'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

const MIB = 1024 ** 2
const PATIENT = { withinMs: 60_000 }

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

const health = { kind: 'none' } as const

function mountOf(id: string, change: Partial<MountedVolume> = {}): MountedVolume {
  return { id, path: '/data', readOnly: false, bytes: 32 * MIB, made: false, ...change }
}

function wantVolume(id: string, change: Partial<WantedVolume> = {}): void {
  const usual = { bytes: 32 * MIB, made: true, gone: false, snapshots: [], restore: null }
  rig.control.volumes.set(id, { id, ...usual, ...change })
}

const told = (id: string) => rig.control.foundVolumes().volumes.find((volume) => volume.id === id)

/** Starts a container with these volumes, in the app of `like` where one is given. */
async function start(volumes: MountedVolume[], like: Partial<ContainerSpec> = {}): Promise<ContainerSpec> {
  const spec = await rig.want({ health, volumes, ...like })
  await rig.seen(spec.id, ({ state, healthy }) => state === 'running' && healthy, PATIENT)
  return spec
}

async function end({ app, tenant, project, ...spec }: ContainerSpec): Promise<Partial<ContainerSpec>> {
  rig.control.wanted.delete(spec.id)
  await rig.hint(spec.id)
  await rig.seen(spec.id, ({ state }) => state === 'removed', PATIENT)
  return { app, tenant, project }
}

const sh = async (spec: ContainerSpec, script: string) => (await run(rig, spec.id, ['sh', '-c', script])).out

test('files of a volume outlive their container, begin as the image has them, and belong to whom they did', async () => {
  const id = newId('volume')
  const first = await start([mountOf(id)])
  expect(await sh(first, 'cat /data/seed; stat -c " %u:%g %a" /data')).toBe('from the image 1000:1000 750')
  await sh(first, 'rm /data/seed; echo mine > /data/own; busybox chown 7:8 /data/own; busybox sync')
  const { app, ...rest } = await end(first)
  const second = await start([mountOf(id, { made: true })], {
    ...rest,
    app: { id: newId('app'), name: 'other' },
  })
  expect(app).toBeDefined()
  expect(await sh(second, 'cat /data/own; stat -c " %u:%g" /data/own; echo /data/*')).toBe(
    'mine\n 7:8\n/data/own',
  )
  // on the disk lie the numbers of the container: those of the host are its range, and differ from app to app
  const file = join(`/run/berth-${rig.instance}`, 'disk/volumes', id, 'data/own')
  expect(await stat(file)).toMatchObject({ uid: 7, gid: 8 })
  await rig.killAgent()
  await rig.startAgent()
  await eventually(() => told(id) !== undefined, PATIENT)
  expect(await sh(second, 'cat /data/own')).toBe('mine')
  await end(second)
})

test('a full volume is full for its own container, and is told of', async () => {
  const [full, other] = [newId('volume'), newId('volume')]
  const spec = await start([mountOf(full, { bytes: 16 * MIB })])
  const neighbour = await start([mountOf(other)])
  expect(await sh(spec, 'dd if=/dev/zero of=/data/big bs=1M count=64 2>&1; busybox sync')).toMatch(
    /quota exceeded|No space/i,
  )
  expect(
    await sh(neighbour, 'dd if=/dev/zero of=/data/big bs=1M count=4 2>/dev/null; stat -c %s /data/big'),
  ).toBe(String(4 * MIB))
  expect(await sh(spec, 'echo still > /tmp/outside; cat /tmp/outside')).toBe('still')
  await eventually(async () => {
    await rig.hint()
    return (told(full)?.usedBytes ?? 0) > 12 * MIB
  }, PATIENT)
})

test('control hears of a container that has written most of what it may, until it has room', async () => {
  const spec = await start([], { limits: { cpu: 0.5, memory: 64 * MIB, pids: 64, disk: 64 * MIB } })
  const full = () => rig.control.foundVolumes().full?.find(({ id }) => id === spec.id)
  await sh(spec, 'dd if=/dev/zero of=/large bs=1M count=56 2>/dev/null; busybox sync')
  await rig.hint()
  await eventually(() => full() !== undefined, PATIENT)
  expect(full()?.limitBytes).toBe(64 * MIB)
  expect(full()?.usedBytes).toBeGreaterThan(50 * MIB)
  await sh(spec, 'rm /large; busybox sync')
  await rig.hint()
  await eventually(() => full() === undefined, PATIENT)
  await end(spec)
})

test('a path that is a link stays inside, and what is mounted read-only cannot be written', async () => {
  const [evil, victim] = [newId('volume'), newId('volume')]
  const first = await start([mountOf(evil)])
  await sh(first, 'echo inside > /data/file; busybox ln -s /../../../../../etc /data/link; busybox sync')
  const same = await end(first)
  const mounts = [mountOf(evil, { made: true }), mountOf(victim, { path: '/data/link/berth' })]
  const second = await start(mounts, same)
  await sh(second, 'echo mark > /etc/berth/mark')
  expect(await sh(second, 'cat /data/link/berth/mark /etc/berth/mark')).toBe('mark\nmark')
  await expect(stat('/etc/berth/mark')).rejects.toMatchObject({ code: 'ENOENT' })
  const again = await end(second)
  const third = await start([mountOf(evil, { made: true, readOnly: true })], again)
  expect(await sh(third, 'cat /data/file; echo x 2>&1 > /data/file || echo refused')).toContain('refused')
})

test('a volume whose files are not there stops the start, and no empty one takes its place', async () => {
  const spec = await rig.want({ health, volumes: [mountOf(newId('volume'), { made: true })] })
  const { end: why } = await rig.seen(
    spec.id,
    ({ state }) => state === 'failed' || state === 'backoff',
    PATIENT,
  )
  expect(why).toMatchObject({ kind: 'start-failed', code: 'volume.lost' })
  rig.control.wanted.delete(spec.id)
  await rig.hint(spec.id)
})

test('a snapshot comes back when nothing runs, and goes with its volume, which goes only when it is told to', async () => {
  const id = newId('volume')
  const spec = await start([mountOf(id)])
  await sh(spec, 'echo one > /data/state; busybox sync')
  const [kept, before] = [newId('snapshot'), newId('snapshot')]
  wantVolume(id, { snapshots: [{ id: kept, gone: false }] })
  await rig.hint()
  await eventually(() => told(id)?.snapshots.some((snapshot) => snapshot.id === kept) ?? false, PATIENT)
  await sh(spec, 'echo two > /data/state; busybox sync')
  const same = await end(spec)
  const task = newId('volumeTask')
  const snapshots = [kept, before].map((snapshot) => ({ id: snapshot, gone: false }))
  wantVolume(id, { snapshots, restore: { task, from: kept, keep: before } })
  await rig.hint()
  await eventually(() => told(id)?.restored === task, PATIENT)
  wantVolume(id, { snapshots })
  const next = await start([mountOf(id, { made: true })], same)
  expect(await sh(next, 'cat /data/state')).toBe('one')
  await end(next)
  rig.control.volumes.delete(id)
  await rig.killAgent()
  await rig.startAgent()
  await eventually(() => told(id)?.snapshots.length === 2, PATIENT)
  wantVolume(id, { gone: true })
  await rig.hint()
  await eventually(() => told(id) === undefined, PATIENT)
})
