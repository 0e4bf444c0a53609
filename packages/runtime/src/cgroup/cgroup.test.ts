import { expect, test } from 'vitest'
import { type CgroupLayout, readCgroupLayout } from './layout.ts'
import { cgroupEntry as entryOf, cgroupFolders, freezerFolders, instanceGroup, sharedGroup } from './paths.ts'
import { readCounter, workingSet } from './readings.ts'
import { limitSettings, parentSettings } from './settings.ts'

const V1 = ['cpu,cpuacct', 'memory', 'pids', 'devices']
  .map((name) => `cgroup /sys/fs/cgroup/${name} cgroup rw,relatime,${name} 0 0`)
  .join('\n')
const HYBRID = `${V1}\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0`
const V2 = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0'
const NO_CONTROLLERS = () => ''
const layoutOf = (mounts: string) => readCgroupLayout(mounts, NO_CONTROLLERS)
const V2_CONTROLLERS = ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc']
const layout2 = () => readCgroupLayout(V2, () => V2_CONTROLLERS.join(' '))
const LIMITS = { cpu: 0.25, memory: 64 * 1024 ** 2, pids: 32, disk: 0 }

test('each kind of hierarchy is told apart', () => {
  expect(layout2()).toEqual({ version: 2, unified: '/sys/fs/cgroup', controllers: V2_CONTROLLERS })
  expect(layoutOf(V1)).toMatchObject({ version: 1, unified: null })
  expect(layoutOf(HYBRID)).toMatchObject({ version: 1, unified: '/sys/fs/cgroup/unified' })
  expect(() => layoutOf(V1.replaceAll('pids', 'rdma'))).toThrow('pids')
})

test('a group is one folder per hierarchy, also where controllers share one', () => {
  expect(cgroupFolders(layoutOf(HYBRID), instanceGroup('abc123', 'con_1'))).toEqual([
    '/sys/fs/cgroup/cpu,cpuacct/berth-abc123/con_1',
    '/sys/fs/cgroup/memory/berth-abc123/con_1',
    '/sys/fs/cgroup/pids/berth-abc123/con_1',
    '/sys/fs/cgroup/devices/berth-abc123/con_1',
    '/sys/fs/cgroup/unified/berth-abc123/con_1',
  ])
})

test('what pauses is the tree of v2, else the freezer of v1, which then has the group as well', () => {
  const v1 = layoutOf(`${V1}\ncgroup /sys/fs/cgroup/freezer cgroup rw,freezer 0 0`)
  expect(freezerFolders(layoutOf(HYBRID), '/berth-abc/c1')).toEqual(['/sys/fs/cgroup/unified/berth-abc/c1'])
  expect(freezerFolders(v1, '/berth-abc/c1')).toEqual(['/sys/fs/cgroup/freezer/berth-abc/c1'])
  expect(cgroupFolders(v1, '/berth-abc/c1')).toContain('/sys/fs/cgroup/freezer/berth-abc/c1')
  expect(freezerFolders(layoutOf(V1), '/berth-abc/c1')).toEqual([])
})

const cgroupEntry = (layout: CgroupLayout, instance: string, id: string) =>
  entryOf(layout, cgroupFolders(layout, instanceGroup(instance, id)))

test('a process is born in a v2 group, and enters those of v1 as one thread', () => {
  expect(cgroupEntry(layout2(), 'abc', 'c1')).toEqual({
    tasks: [],
    bornIn: '/sys/fs/cgroup/berth-abc/c1',
  })
  const hybrid = cgroupEntry(layoutOf(HYBRID), 'abc', 'c1')
  expect(hybrid.bornIn).toBe('/sys/fs/cgroup/unified/berth-abc/c1')
  expect(hybrid.tasks).toContain('/sys/fs/cgroup/pids/berth-abc/c1/tasks')
  expect(cgroupEntry(layoutOf(V1), 'abc', 'c1').bornIn).toBe('')
})

test('no name leads out of the hierarchy', () => {
  for (const id of ['..', '../x', 'a/b', '', '.', 'a\n']) {
    expect(() => instanceGroup('abc', id)).toThrow('cannot name a control group')
    expect(() => sharedGroup('abc', id)).toThrow('cannot name a control group')
    expect(() => sharedGroup('abc', 'one', id)).toThrow('cannot name a control group')
  }
})

test.each([V1, HYBRID, V2])('all containers together have a limit of processes', (mounts) => {
  const settings = parentSettings(mounts === V2 ? layout2() : layoutOf(mounts), 'abc', 16_384)
  const pids = settings.filter(({ file }) => file.endsWith('berth-abc/pids.max'))
  expect(pids.map(({ value }) => value)).toEqual(['16384'])
})

test('limits leave no swap, whichever the version', () => {
  const values = (mounts: string) =>
    Object.fromEntries(
      limitSettings(mounts === V2 ? layout2() : layoutOf(mounts), '/berth-abc/c1', LIMITS).map(
        ({ file, value }) => [file.split('/').at(-1), value],
      ),
    )
  expect(values(V1)).toMatchObject({
    'memory.limit_in_bytes': '67108864',
    'memory.memsw.limit_in_bytes': '67108864',
    'cpu.cfs_quota_us': '25000',
    'pids.max': '32',
  })
  expect(values(V2)).toMatchObject({
    'memory.max': '67108864',
    'memory.swap.max': '0',
    'cpu.max': '25000 100000',
    'pids.max': '32',
  })
})

test('counters are read by name, and file cache is not counted as used', () => {
  expect(readCounter('oom_kill_disable 0\nunder_oom 0\noom_kill 3\n', 'oom_kill')).toBe(3)
  expect(readCounter('', 'oom_kill')).toBe(0)
  expect(workingSet(1000, 'cache 5\ntotal_inactive_file 300\n')).toBe(700)
})
