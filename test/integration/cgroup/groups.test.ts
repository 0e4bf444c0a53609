import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { LinuxResources } from '@berth/oci'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { allFolders } from '../../../packages/runtime/src/cgroup/paths.ts'
import { eventually } from '../../support/eventually.ts'
import { has, layout, openTestGroup, type TestGroup, version } from './support/test-group.ts'

const MIB = 1024 * 1024
const NATIVE = new URL('../../../packages/runtime/native', import.meta.url).pathname
const open: TestGroup[] = []

beforeAll(() => promisify(execFile)('make', ['-s', '-C', NATIVE]))
afterEach(async () => {
  for (const box of open.splice(0)) await box.close()
})

async function group(resources: LinuxResources = {}, below = '') {
  const box = await openTestGroup(resources, below)
  open.push(box)
  return box
}

/** What is asked for, and what the kernel then says in the file of v1 and of v2. */
const LIMITS: readonly {
  readonly of: 'memory' | 'cpu' | 'pids' | 'cpuset'
  readonly resources: LinuxResources
  readonly v1: Readonly<Record<string, string>>
  readonly v2: Readonly<Record<string, string>>
}[] = [
  {
    of: 'memory',
    resources: { memory: { limit: 64 * MIB, reservation: 32 * MIB } },
    v1: { 'memory.limit_in_bytes': String(64 * MIB), 'memory.soft_limit_in_bytes': String(32 * MIB) },
    v2: { 'memory.max': String(64 * MIB), 'memory.low': String(32 * MIB) },
  },
  {
    of: 'cpu',
    resources: { cpu: { shares: 512, quota: 30_000, period: 50_000 } },
    v1: { 'cpu.shares': '512', 'cpu.cfs_quota_us': '30000', 'cpu.cfs_period_us': '50000' },
    v2: { 'cpu.weight': '59', 'cpu.max': '30000 50000' },
  },
  {
    of: 'cpu',
    resources: { cpu: { quota: 20_000, period: 100_000, burst: 10_000 } },
    v1: { 'cpu.cfs_burst_us': '10000' },
    v2: { 'cpu.max.burst': '10000' },
  },
  { of: 'cpu', resources: { cpu: { idle: 1 } }, v1: { 'cpu.idle': '1' }, v2: { 'cpu.idle': '1' } },
  { of: 'pids', resources: { pids: { limit: 7 } }, v1: { 'pids.max': '7' }, v2: { 'pids.max': '7' } },
  {
    of: 'cpuset',
    resources: { cpu: { cpus: '0', mems: '0' } },
    v1: { 'cpuset.cpus': '0', 'cpuset.mems': '0' },
    v2: { 'cpuset.cpus': '0', 'cpuset.mems': '0' },
  },
]

for (const { of, resources, v1, v2 } of LIMITS.filter(({ of: controller }) => has(controller))) {
  test(`the kernel has ${JSON.stringify(resources)}`, async () => {
    const box = await group(resources)
    for (const [file, value] of Object.entries(version(of) === 1 ? v1 : v2)) {
      expect(await box.read(of, file), file).toBe(value)
    }
  })
}

describe.runIf(has('hugetlb'))('huge pages', () => {
  test('have a limit by their size', async () => {
    const box = await group({ hugepageLimits: [{ pageSize: '2MB', limit: 4n * BigInt(MIB) }] })
    const file = version('hugetlb') === 1 ? 'hugetlb.2MB.limit_in_bytes' : 'hugetlb.2MB.max'
    expect(await box.read('hugetlb', file)).toBe(String(4 * MIB))
    expect((await box.groups.stats(box.group)).hugetlb['2MB']).toEqual({ usage: 0, max: 0, failcnt: 0 })
  })
})

test('memory is raised and lowered while a process runs, with swap beside it', async () => {
  const box = await group({ memory: { limit: 64 * MIB, swap: 64 * MIB } })
  await box.run('sleep 1000')
  for (const bytes of [128 * MIB, 32 * MIB]) {
    await box.groups.update(box.group, { memory: { limit: bytes, swap: bytes } })
    expect((await box.groups.stats(box.group)).memory.usage.limit).toBe(bytes)
  }
  await box.groups.update(box.group, { memory: { limit: -1, swap: -1 } })
  const file = version('memory') === 1 ? 'memory.limit_in_bytes' : 'memory.max'
  expect(await box.read('memory', file)).not.toBe(String(32 * MIB))
})

test('a limit below what is used is refused when it was asked to look first', async () => {
  const box = await group({ memory: { limit: 256 * MIB } })
  await box.run('head -c 30000000 /dev/zero | tail -c 30000000 | sleep 1000')
  await eventually(async () => (await box.groups.stats(box.group)).memory.usage.usage > 8 * MIB, {
    what: 'memory in use',
  })
  const update = box.groups.update(box.group, { memory: { limit: 4 * MIB, checkBeforeUpdate: true } })
  await expect(update).rejects.toThrow('that are used')
})

test('memory that runs out is told, not asked for', async () => {
  const box = await group({ memory: { limit: 16 * MIB, swap: 16 * MIB } })
  const told: number[] = []
  const watch = box.groups.watch(box.group, {
    outOfMemory: (kills) => told.push(kills),
    outOfPids: () => undefined,
  })
  await watch.ready
  const child = await box.run('tail /dev/zero')
  await once(child, 'exit')
  await eventually(() => Promise.resolve(told.length > 0), { what: 'word that memory ran out' })
  watch.close()
  expect(await box.groups.oomKills(box.group)).toBeGreaterThan(0)
})

test('a fork that the limit refuses is told', async () => {
  const box = await group({ pids: { limit: 3 } })
  const told: number[] = []
  const watch = box.groups.watch(box.group, {
    outOfMemory: () => undefined,
    outOfPids: (times) => told.push(times),
  })
  await watch.ready
  await box.run('sleep 100 & sleep 100 & sleep 100 & sleep 100 & wait')
  await eventually(() => Promise.resolve(told.length > 0), { what: 'word that a fork was refused' })
  watch.close()
})

test('a device is opened when a rule or the usual list allows it, and else refused', async () => {
  const closed = await group({ devices: [{ allow: false }] })
  const script = 'for d in null zero mem kmsg; do (: </dev/$d) 2>/dev/null && echo $d; done; true'
  expect(await printed(closed, script)).toBe('null\nzero\n')
  await closed.groups.update(closed.group, {
    devices: [{ allow: true, type: 'c', major: 1, minor: 11, access: 'r' }],
  })
  expect(await printed(closed, script)).toBe('null\nzero\nkmsg\n')
  expect(await printed(closed, '(: >/dev/kmsg) 2>/dev/null || echo refused')).toBe('refused\n')
  const everything = await group({ devices: [{ allow: true, access: 'rwm' }] })
  expect(await printed(everything, '(: </dev/kmsg) && echo open')).toBe('open\n')
})

test('a group that says nothing about devices is not open', async () => {
  const box = await group()
  expect(await printed(box, '(: </dev/kmsg) 2>/dev/null || echo refused')).toBe('refused\n')
})

test('a frozen group stands still, goes on when thawed, and is killed all the same', async () => {
  const box = await group()
  const child = await box.run('while :; do echo tick; sleep 0.02; done')
  let ticks = 0
  child.stdout?.on('data', () => ticks++)
  await eventually(() => Promise.resolve(ticks > 0), { what: 'a tick' })
  await box.groups.freeze(box.group)
  expect(await box.groups.isFrozen(box.group)).toBe(true)
  await delay(100)
  const before = ticks
  await delay(300)
  expect(ticks).toBe(before)
  await box.groups.thaw(box.group)
  await eventually(() => Promise.resolve(ticks > before), { what: 'a tick after the thaw' })
  await box.groups.freeze(box.group)
  const ended = once(child, 'exit')
  await box.groups.kill(box.group)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('nobody is put into a group that has processes or is frozen', async () => {
  const box = await group()
  await box.groups.freeze(box.group)
  await expect(box.groups.create(box.group)).rejects.toThrow('is frozen')
  await expect(box.groups.create(`${box.group}/below`)).rejects.toThrow('is frozen')
  await box.groups.thaw(box.group)
  await box.run('sleep 1000')
  await expect(box.groups.create(box.group)).rejects.toThrow('has processes already')
})

test('what cannot be had leaves no group', async () => {
  const box = await group()
  const other = `${box.parent}/other`
  await expect(box.groups.create(other, { cpu: { cpus: '4000-4001' } })).rejects.toThrow('cpuset.cpus')
  await expect(box.groups.create(other, { unified: { 'cgroup.procs': '1' } })).rejects.toThrow('unified')
  for (const folder of allFolders(layout, other)) expect(() => readFileSync(folder)).toThrow('ENOENT')
})

test('a group goes with those that were made below it, also when two remove it at once', async () => {
  const box = await group({}, '/deep')
  await box.run('sleep 1000')
  await box.groups.create(`${box.group}/below`)
  await Promise.all([box.groups.remove(box.parent), box.groups.remove(box.parent)])
  for (const folder of allFolders(layout, box.parent)) expect(() => readFileSync(folder)).toThrow('ENOENT')
})

test('figures have what was used', async () => {
  const box = await group({ cpu: { quota: 5000, period: 50_000 }, pids: { limit: 9 } })
  const child = await box.run('i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done')
  await once(child, 'exit')
  const { cpu, pids } = await box.groups.stats(box.group)
  expect(cpu.usage.total).toBeGreaterThan(10_000_000)
  expect(cpu.throttling.throttledPeriods).toBeGreaterThan(0)
  expect(pids).toEqual({ current: 0, limit: 9 })
})

describe.runIf(layout.version === 2)('version 2', () => {
  test('takes files of the kernel by their names', async () => {
    const box = await group({ unified: { 'memory.high': String(8 * MIB) } })
    expect(await box.read('memory', 'memory.high')).toBe(String(8 * MIB))
  })

  test('gives a group below threaded siblings what counts by thread', async () => {
    const box = await group()
    const above = `${box.parent}/threads`
    const folder = join(layout.unified ?? '', above)
    mkdirSync(join(folder, 'one'), { recursive: true })
    writeFileSync(join(folder, 'one/cgroup.type'), 'threaded')
    expect(readFileSync(join(folder, 'cgroup.type'), 'utf8').trim()).toBe('domain threaded')
    await box.groups.create(`${above}/two`, { pids: { limit: 5 } })
    expect((await box.groups.stats(`${above}/two`)).pids.limit).toBe(5)
    expect(await box.groups.members(above)).toEqual([])
    const third = box.groups.create(`${above}/three`, { memory: { limit: MIB } })
    await expect(third).rejects.toThrow('memory.max')
  })
})

async function printed(box: TestGroup, script: string): Promise<string> {
  const child = await box.run(script)
  return child.stdout ? text(child.stdout) : ''
}
