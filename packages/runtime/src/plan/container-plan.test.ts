import { expect, test } from 'vitest'
import type { ContainerRequest } from '../runtime.ts'
import { capabilityMask, DEFAULT_CAPABILITIES } from './capability.ts'
import { compileSpec, filePathsOf } from './compile-spec.ts'
import { hasInit } from './init.ts'
import { containerPlan } from './container-plan.ts'
import { BIND, HOLD, type Operation, type OperationName, type Plan, SESSION } from './operation.ts'

const REQUEST: ContainerRequest = {
  id: 'c1',
  rootfs: { lower: ['/layers/top', '/layers/base'], upper: '/snap/c1/upper', work: '/snap/c1/work' },
  process: { argv: ['/bin/app'], env: { PORT: '80' }, cwd: '/srv', user: 'app', tty: false },
  hostname: 'web-1',
  netnsPath: '/run/netns/n1',
  limits: { cpu: 0.5, memory: 64 * 1024 ** 2, pids: 64, disk: 1 },
  ids: { start: 1_073_741_824, size: 65_536 },
  volumes: [{ source: '/volumes/v', destination: '/data', readonly: true }],
  files: [{ content: '', destination: '/etc/hosts' }],
  stopSignal: 'SIGTERM',
  log: { maxBytes: 1000, maxSegments: 2 },
}

test('rights are given up last: user namespace, capabilities, filter, then process 1 and the program', () => {
  const names = compile(REQUEST).map(({ op }) => op)
  const rights = ['enterUserns', 'credentials', 'cwd', 'noNewPrivileges', 'seccomp']
  expect(names.slice(-7)).toEqual([...rights, 'reap', 'exec'])
  expect(names.indexOf('switchRoot')).toBeLessThan(names.indexOf('enterUserns'))
})

test('limits hold before anything is allocated for the container', () => {
  const names = compile(REQUEST).map(({ op }) => op)
  expect(names.indexOf('writeFile')).toBeLessThan(names.indexOf('mount'))
})

test('layers are mounted idmapped, the uppermost first, and never as devices or set-user-id', () => {
  const plan = compile(REQUEST)
  expect(all(plan, 'holdTree').slice(0, 3)).toEqual([
    { op: 'holdTree', source: '/layers/top', attributes: 7n, flags: HOLD.idmapped },
    { op: 'holdTree', source: '/layers/base', attributes: 7n, flags: HOLD.idmapped },
    { op: 'holdTree', source: '/snap/c1', attributes: 0n, flags: HOLD.idmapped },
  ])
  expect(all(plan, 'stageTree').map(({ name }) => name)).toEqual(['0', '1', 'up'])
  expect(all(plan, 'mount').at(-1)).toMatchObject({
    type: 'overlay',
    flags: 4n,
    data: 'lowerdir=0:1,upperdir=up/upper,workdir=up/work',
  })
})

test('volumes and files are bound with their ids shifted', () => {
  const plan = compile(REQUEST)
  expect(all(plan, 'holdTree').slice(3)).toEqual([
    { op: 'holdTree', source: '/volumes/v', attributes: 7n, flags: HOLD.idmapped },
    { op: 'holdTree', source: '/c/c1/files/0', attributes: 15n, flags: HOLD.idmapped },
  ])
  expect(all(plan, 'bindTree')).toEqual([
    { op: 'bindTree', tree: 3, destination: '/data', flags: 0 },
    { op: 'bindTree', tree: 4, destination: '/etc/hosts', flags: BIND.file },
  ])
})

test('nothing is opened on the host once its mounts are out of reach', () => {
  const names = compile(REQUEST).map(({ op }) => op)
  const left = names.indexOf('ownMounts')
  for (const op of ['holdTree', 'joinPath', 'writeFile', 'ensureDir'] as const) {
    expect(names.lastIndexOf(op)).toBeLessThan(left)
  }
  expect(names.indexOf('clone')).toBeLessThan(left)
})

test('the terminal group of devpts is a host id', () => {
  const devpts = all(compile(REQUEST), 'filesystem').find(({ type }) => type === 'devpts')
  expect(devpts?.options).toContain('gid=1073741829')
})

test('capabilities are the usual fourteen', () => {
  expect(capabilityMask(DEFAULT_CAPABILITIES)).toBe(0xa80425fbn)
  expect(() => capabilityMask(['CAP_EVERYTHING'])).toThrow('CAP_EVERYTHING')
})

test('a terminal comes before the masks, and only when it was asked for', () => {
  expect(all(compile(REQUEST), 'pty')).toEqual([])
  const names = compile({ ...REQUEST, process: { ...REQUEST.process, tty: true } }).map(({ op }) => op)
  expect(names.indexOf('pty')).toBeLessThan(names.indexOf('mask'))
})

test('who declines process 1 gets the program in its place', () => {
  expect(all(compile({ ...REQUEST, init: false }), 'reap')).toEqual([])
})

test('an upper folder that does not lie beside its work folder is refused', () => {
  expect(() => compile({ ...REQUEST, rootfs: { ...REQUEST.rootfs, work: '/elsewhere/work' } })).toThrow(
    'upper and work must lie in one folder',
  )
})

test('secret files are given when the user is known, and cannot be changed then', () => {
  const plan = compile({ ...REQUEST, secretFiles: { KEY: 'hidden' } })
  const at = plan.findIndex(({ op }) => op === 'giveFile')
  expect(plan[at]).toEqual({ op: 'giveFile', path: '/run/secrets/KEY', data: 'hidden' })
  expect(plan.findIndex(({ op }) => op === 'user')).toBeLessThan(at)
  expect(plan[at + 1]).toMatchObject({ op: 'remount', destination: '/run/secrets', set: 1n })
  expect(compile(REQUEST).some(({ op }) => op === 'giveFile' || op === 'remount')).toBe(false)
})

test('what somebody attends to takes input, and waits for them; all others neither', () => {
  const flagsOf = (process: Partial<ContainerRequest['process']>) =>
    all(compile({ ...REQUEST, process: { ...REQUEST.process, ...process } }), 'supervise')[0]?.flags
  const usual = SESSION.log | SESSION.reaps
  expect(flagsOf({})).toBe(usual)
  expect(flagsOf({ attended: true })).toBe(usual | SESSION.waits | SESSION.stdin)
  expect(flagsOf({ attended: true, tty: true })).toBe(usual | SESSION.waits | SESSION.tty)
})

test('without a program process 1 of ours is all that there is', () => {
  expect(compile({ ...REQUEST, idle: true }).at(-1)).toEqual({ op: 'rest' })
})

function compile(request: ContainerRequest): Plan {
  const spec = compileSpec(request, filePathsOf('/c/c1', request), { maxFiles: 4096, cgroupMounts: [] })
  return containerPlan(spec, {
    folder: '/c/c1',
    place: [],
    preparation: [],
    socket: '/run/c1.sock',
    rootfs: request.rootfs,
    cgroup: { tasks: ['/sys/fs/cgroup/memory/x/c1/tasks'], bornIn: '/sys/fs/cgroup/unified/x/c1' },
    user: request.process.user,
    secretFiles: request.secretFiles ?? {},
    log: request.log,
    init: hasInit(request),
    idle: request.idle ?? false,
    attended: request.process.attended ?? false,
    firstSegment: 1,
    filter: new Uint8Array(8),
  })
}

function all<Name extends OperationName>(plan: Plan, name: Name): Extract<Operation, { op: Name }>[] {
  return plan.filter((operation): operation is Extract<Operation, { op: Name }> => operation.op === name)
}
