import { parseRuntimeConfig } from '@berth/oci'
import { expect, test } from 'vitest'
import type { Operation, OperationName, Plan } from '../operation.ts'
import { compileOciPlan } from './oci-plan.ts'
import type { OciPlaces } from './places.ts'

const PROCESS = { user: { uid: 0, gid: 0 }, args: ['sh'], cwd: '/', noNewPrivileges: true }
const ALL = ['pid', 'mount', 'network', 'uts', 'ipc', 'cgroup'].map((type) => ({ type }))
const IDS = [
  { containerID: 0, hostID: 100_000, size: 1000 },
  { containerID: 1000, hostID: 7, size: 1 },
]
const USERS = { namespaces: [...ALL, { type: 'user' }], uidMappings: IDS, gidMappings: IDS }
const LOAD: Operation = { op: 'noNewPrivileges' }

const PLACES: OciPlaces = {
  bundle: '/bundle',
  rootfs: '/bundle/rootfs',
  attend: { op: 'attend', folder: '/run/x', console: '', flags: 0, preserved: 0 },
  cgroup: { tasks: ['/sys/fs/cgroup/memory/x/tasks'], bornIn: '/sys/fs/cgroup/unified/x' },
  seccomp: undefined,
  keyring: '_ses.x',
  hookState: { before: '{"pid":', after: '}' },
  noPivot: false,
}
const HOST = { bounding: 2n ** 41n - 1n, groups: [1, 27], apparmor: false, selinux: false }

test('what the host’s root alone can do comes before the clone, the user namespace right before it', () => {
  const names = namesOf(
    compile({ linux: USERS, mounts: [{ destination: '/m', source: 'm', options: ['bind'] }] }),
  )
  const before = names.slice(0, names.indexOf('clone'))
  expect(before[0]).toBe('attend')
  expect(before).toEqual(
    expect.arrayContaining(['makeIdMap', 'openTree', 'openDevice', 'holdFile', 'ownStdio']),
  )
  expect(before.at(-1)).toBe('enterIdMap')
  expect(names.slice(before.length)).not.toEqual(expect.arrayContaining(['openTree']))
})

test('process 1 is ours where the annotation asks for it, and there is one', () => {
  const annotations = { 'org.berth.init': 'true' }
  expect(namesOf(compile({ linux: { namespaces: ALL }, annotations })).slice(-2)).toEqual(['reap', 'exec'])
  expect(namesOf(compile({ linux: { namespaces: ALL } }))).not.toContain('reap')
  expect(() => compile({ linux: { namespaces: [{ type: 'mount' }] }, annotations })).toThrow(
    'annotations["org.berth.init"]: there is no process 1 without a pid namespace',
  )
})

test('every tree that is opened is attached once', () => {
  const plan = compile({
    linux: USERS,
    mounts: [
      { destination: '/a', source: 'a', options: ['rbind'] },
      { destination: '/sys/fs/cgroup', type: 'cgroup', source: 'cgroup', options: ['ro'] },
    ],
  })
  const opened = plan.filter(({ op }) => op === 'openTree' || op === 'openDevice').length
  const used = plan.flatMap((operation) => ('tree' in operation ? [operation.tree] : []))
  expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: opened }, (_, i) => i))
})

test('mounts are made in the order of the configuration, in which binds are opened as well', () => {
  const plan = compile({
    linux: { namespaces: ALL },
    mounts: [
      { destination: '/t', type: 'tmpfs', source: 'tmpfs' },
      { destination: '/a', source: 'a', options: ['bind'] },
      { destination: '/b', source: 'b', options: ['bind', 'slave'] },
      { destination: '/c', source: 'c', options: ['rbind', 'ro'] },
    ],
  })
  const steps = plan.flatMap((operation) => {
    if (operation.op === 'openTree') return [`open ${operation.source}`]
    if (operation.op === 'attachTree') return [`attach ${operation.tree} ${operation.destination}`]
    return operation.op === 'clone' || operation.op === 'attachFilesystem' ? [operation.op] : []
  })
  expect(steps).toEqual([
    'open /bundle/rootfs',
    'clone',
    'attachFilesystem',
    'open /bundle/a',
    'attach 1 /a',
    'open /bundle/b',
    'attach 2 /b',
    'open /bundle/c',
    'attach 3 /c',
  ])
})

test('the stops stand in their order: hooks of the caller, of the container, pivot, start, hooks of the start', () => {
  const hook = (path: string) => [{ path }]
  const plan = compile({
    linux: { namespaces: ALL, maskedPaths: ['/proc/kcore'] },
    hooks: { createContainer: hook('/create'), startContainer: hook('/start') },
  })
  const names = plan.map((operation) => (operation.op === 'hook' ? operation.path : operation.op))
  const order = [
    'rootTree',
    'sync',
    '/create',
    'mask',
    'pivot',
    'find',
    'keyring',
    'waitStart',
    '/start',
    'exec',
  ]
  expect(names.filter((name) => order.includes(name))).toEqual(order)
})

test('the filter comes last with no-new-privileges, and right before the rights are given up without', () => {
  const seccomp = { notify: [], load: [LOAD] }
  const nnp = namesOf(compile({}, { seccomp }))
  expect(nnp.slice(-5)).toEqual(['capabilities', 'cwd', 'noNewPrivileges', 'noNewPrivileges', 'exec'])
  const without = compile({ process: { ...PROCESS, noNewPrivileges: false } }, { seccomp })
  expect(namesOf(without).slice(-5)).toEqual([
    'capabilities',
    'cwd',
    'noNewPrivileges',
    'capabilities',
    'exec',
  ])
  expect(all(without, 'capabilities').map(({ effective }) => effective)).toEqual([1n << 21n, 0n])
})

test('ids of a process are shown to the host as their maps say', () => {
  const plan = compile({ linux: USERS, process: { ...PROCESS, user: { uid: 1000, gid: 5 } } })
  expect(all(plan, 'ownStdio')).toEqual([{ op: 'ownStdio', uid: 7, gid: 100_005 }])
  expect(all(plan, 'makeIdMap')).toEqual([
    { op: 'makeIdMap', uids: '0 100000 1000\n1000 7 1\n', gids: '0 100000 1000\n1000 7 1\n' },
  ])
})

test('a mount with the container’s own maps shares its user namespace, one with others has one of its own', () => {
  const plan = compile({
    linux: USERS,
    mounts: [
      { destination: '/a', source: 'a', options: ['bind', 'idmap'] },
      { destination: '/b', source: '/b', options: ['bind'], uidMappings: [IDS[0]], gidMappings: [IDS[0]] },
    ],
  })
  expect(all(plan, 'makeIdMap')).toHaveLength(2)
  expect(all(plan, 'openTree').map(({ source, idMap }) => [source, idMap])).toEqual([
    ['/bundle/rootfs', 0xffff_ffff],
    ['/bundle/a', 0],
    ['/b', 1],
  ])
})

test('a file system whose ids are mapped is made before the clone', () => {
  const mounts = [{ destination: '/a', type: 'tmpfs', source: 'x', options: ['size=1m', 'ro', 'idmap'] }]
  const plan = compile({ linux: USERS, mounts })
  expect(all(plan, 'openFilesystem')).toEqual([
    { op: 'openFilesystem', type: 'tmpfs', options: ['source=x', 'size=1m'], idMap: 0 },
  ])
  expect(namesOf(plan).indexOf('openFilesystem')).toBeLessThan(namesOf(plan).indexOf('clone'))
  expect(all(plan, 'attachTree').find(({ destination }) => destination === '/a')?.set).toBe(1n)
})

test('in a user namespace the process enters its groups through files that were opened before', () => {
  expect(all(compile({ linux: USERS }), 'holdFile').map(({ path }) => path)).toEqual([
    '/sys/fs/cgroup/memory/x/tasks',
    '/sys/fs/cgroup/unified/x/cgroup.procs',
  ])
  const [clone] = all(compile({ linux: { namespaces: ALL } }), 'clone')
  expect(clone?.cgroup).toBe('/sys/fs/cgroup/unified/x')
})

test('namespaces of others are joined before the clone, whoever they belong to', () => {
  const path = '/proc/1/ns'
  const namespaces = [
    { type: 'user', path: `${path}/user` },
    { type: 'mount' },
    { type: 'pid', path: `${path}/pid` },
    { type: 'network', path: `${path}/net` },
  ]
  const plan = compile({ linux: { namespaces } })
  expect(namesOf(plan).slice(0, namesOf(plan).indexOf('clone')).slice(-3)).toEqual([
    'joinPath',
    'joinPath',
    'enterIdMap',
  ])
  expect(all(plan, 'clone')[0]?.flags).toBe(0x20000n)
})

test('devices of the host are moved to a network that is made for them, before its user namespace is entered', () => {
  const plan = compile({ linux: { ...USERS, netDevices: { eth1: { name: 'eth0' }, eth2: {} } } })
  const names = namesOf(plan)
  const at = names.indexOf('openNetwork')
  expect(plan.slice(at, at + 4)).toEqual([
    { op: 'openNetwork', path: '', idMap: 0 },
    { op: 'moveDevice', device: 'eth1', name: 'eth0' },
    { op: 'moveDevice', device: 'eth2', name: 'eth2' },
    { op: 'enterNetwork' },
  ])
  expect(at).toBeLessThan(names.indexOf('enterIdMap'))
  expect((all(plan, 'clone')[0]?.flags ?? 0n) & 0x40000000n).toBe(0n)
  expect(names).toContain('loopback')
})

test('a network that is joined is given devices before it is entered', () => {
  const namespaces = [{ type: 'mount' }, { type: 'network', path: '/run/netns/a' }]
  const names = namesOf(compile({ linux: { namespaces, netDevices: { eth1: {} } } }))
  expect(
    names.filter((name) => ['openNetwork', 'moveDevice', 'enterNetwork', 'joinPath'].includes(name)),
  ).toEqual(['openNetwork', 'moveDevice', 'joinPath'])
})

test('a device that is asked for takes the place of the usual one', () => {
  const plan = compile({
    linux: {
      namespaces: ALL,
      devices: [{ path: '/dev/null', type: 'c', major: 1, minor: 3, fileMode: 0o600 }],
    },
  })
  const nodes = all(plan, 'makeDevice').filter(({ path }) => path === '/dev/null')
  expect(nodes).toEqual([
    { op: 'makeDevice', path: '/dev/null', mode: 0o20600, major: 1, minor: 3, uid: 0, gid: 0 },
  ])
})

test('who mounts the host’s /dev gets no devices of ours', () => {
  const plan = compile({
    linux: { namespaces: ALL },
    mounts: [{ destination: '/dev/', source: '/dev', options: ['rbind'] }],
  })
  expect(all(plan, 'makeDevice')).toEqual([])
})

test('what cannot be given for want of a right or a module is a warning', () => {
  const process = {
    ...PROCESS,
    apparmorProfile: 'strict',
    capabilities: { bounding: ['CAP_SYS_ADMIN', 'CAP_KILL'], ambient: ['CAP_KILL'] },
  }
  const { warnings } = compileWhole({ process }, {}, { ...HOST, bounding: 1n << 5n })
  expect(warnings).toEqual([
    'process.capabilities.bounding: CAP_SYS_ADMIN cannot be given: not in the bounding set of this process',
    'process.capabilities.ambient: CAP_KILL cannot be ambient: not permitted and inheritable',
    'process.apparmorProfile: AppArmor is not active here, "strict" has no effect',
  ])
})

test('who asks for it as crun’s callers do keeps the caller’s groups', () => {
  const annotations = { 'run.oci.keep_original_groups': '1' }
  const process = { ...PROCESS, user: { uid: 0, gid: 0, additionalGids: [5] } }
  const groupsOf = (change: object) =>
    all(compile({ process, ...change }), 'identity').map(({ groups }) => [
      ...new Uint32Array(groups.slice().buffer),
    ])
  expect([groupsOf({ annotations }), groupsOf({})]).toEqual([[[1, 27]], [[5]]])
  expect(() => compile({ annotations, linux: USERS })).toThrow(
    'annotations["run.oci.keep_original_groups"]: ',
  )
})

test('labels are written where their modules are active', () => {
  const process = { ...PROCESS, apparmorProfile: 'strict', selinuxLabel: 'system_u:system_r:c_t:s0' }
  const { plan, warnings } = compileWhole({ process }, {}, { ...HOST, apparmor: true, selinux: true })
  expect(warnings).toEqual([])
  expect(all(plan, 'writeProc').map(({ path, data }) => [path, data])).toEqual([
    ['self/attr/apparmor/exec', 'exec strict'],
    ['self/attr/exec', 'system_u:system_r:c_t:s0'],
  ])
})

const REFUSED: readonly (readonly [string, object, string])[] = [
  ['no process', { process: undefined }, 'process: there is nothing to start'],
  ['no root', { root: undefined }, 'root: a container needs a root file system'],
  ['maps without a user namespace', { linux: { namespaces: ALL, uidMappings: IDS } }, 'linux.uidMappings: '],
  [
    'a user namespace without maps',
    { linux: { namespaces: [...ALL, { type: 'user' }] } },
    'linux.namespaces: a new user namespace needs',
  ],
  [
    'clocks without a time namespace',
    { linux: { namespaces: ALL, timeOffsets: { boottime: { secs: 1 } } } },
    'linux.timeOffsets: ',
  ],
  ['a mount over the root', { mounts: [{ destination: '/../', type: 'tmpfs' }] }, 'mounts[0].destination: '],
  ['a mount without a type', { mounts: [{ destination: '/a' }] }, 'mounts[0].type: '],
  [
    'an unknown option of a bind mount',
    { mounts: [{ destination: '/a', source: '/a', options: ['bind', 'fly'] }] },
    'mounts[0].options: "fly" is no option',
  ],
  ['a bind mount of nothing', { mounts: [{ destination: '/a', options: ['bind'] }] }, 'mounts[0].source: '],
  [
    'maps of a file system that none are said of',
    { mounts: [{ destination: '/a', type: 'tmpfs', options: ['idmap'] }] },
    'mounts[0]: the option idmap needs',
  ],
  [
    'maps of control groups',
    { mounts: [{ destination: '/a', type: 'cgroup', uidMappings: IDS, gidMappings: IDS }] },
    'mounts[0]: ids of control groups',
  ],
  [
    'an effective capability that is not permitted',
    { process: { ...PROCESS, capabilities: { effective: ['CAP_KILL'] } } },
    'process.capabilities.effective: CAP_KILL is not permitted',
  ],
  ['masks without a mount namespace', { linux: { maskedPaths: ['/a'] } }, 'linux.namespaces: '],
  [
    'mounts without a mount namespace',
    { linux: {}, mounts: [{ destination: '/a', type: 'tmpfs' }] },
    'mounts: ',
  ],
  ['divided caches', { linux: { namespaces: ALL, intelRdt: { closID: 'a' } } }, 'linux.intelRdt: '],
  [
    'a device of a network for the host',
    { linux: { namespaces: [{ type: 'mount' }], netDevices: { eth0: {} } } },
    'linux.netDevices: devices are moved only to a network namespace',
  ],
  [
    'two devices with one name',
    { linux: { namespaces: ALL, netDevices: { eth0: {}, eth1: { name: 'eth0' } } } },
    'linux.netDevices.eth1.name: another device is called "eth0"',
  ],
  [
    'a name of no device',
    { linux: { namespaces: ALL, netDevices: { eth0: { name: 'a/b' } } } },
    'linux.netDevices.eth0.name: ',
  ],
]

test.each(REFUSED)('%s is refused with its path', (_, change, message) => {
  expect(() => compile(change)).toThrow(`config.json: ${message}`)
})

function compileWhole(change: object, places: Partial<OciPlaces> = {}, host = HOST) {
  const config = {
    ociVersion: '1.2.0',
    root: { path: 'rootfs' },
    process: PROCESS,
    linux: { namespaces: ALL },
    ...change,
  }
  return compileOciPlan(parseRuntimeConfig(JSON.stringify(config)), { ...PLACES, ...places }, host)
}

function compile(change: object, places: Partial<OciPlaces> = {}): Plan {
  return compileWhole(change, places).plan
}

function namesOf(plan: Plan): readonly OperationName[] {
  return plan.map(({ op }) => op)
}

function all<Name extends OperationName>(plan: Plan, name: Name): Extract<Operation, { op: Name }>[] {
  return plan.filter((operation): operation is Extract<Operation, { op: Name }> => operation.op === name)
}
