import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Attempt, bringAttacker, succeeded } from './support/attack.ts'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

/** CLONE_NEWUSER, NEWNS, NEWPID, NEWNET, NEWCGROUP, NEWTIME */
const NAMESPACES = [0x10000000, 0x20000, 0x20000000, 0x40000000, 0x2000000, 0x80]

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  await bringAttacker(box)
})
afterAll(() => box.close())

test('files of the host cannot be read, by any path that leads out of a root', async () => {
  const secret = join(box.base, 'secret')
  await writeFile(secret, 'of the host', { mode: 0o644 })
  const roots = [
    '/proc/1/root',
    '/proc/self/root',
    '/proc/1/cwd',
    '/proc/thread-self/root',
    '',
    '/..',
    '/proc/2/root',
  ]
  const attempts = roots.map((root): Attempt => ['read', `${root}/../../../../..${secret}`])
  expect(await succeeded(box, attempts)).toEqual([])
})

test('layers of others and the folders of the runtime are not there', async () => {
  const other = await box.request(['true'])
  await mkdir(other.rootfs.upper, { recursive: true })
  await writeFile(join(other.rootfs.upper, 'theirs'), 'x')
  const paths = [join(other.rootfs.upper, 'theirs'), box.options.dir, box.options.runDir, box.layer]
  expect(
    await succeeded(
      box,
      paths.map((path): Attempt => ['read', path]),
    ),
  ).toEqual([])
  const { output } = await box.script('cat /proc/self/mountinfo | grep -c " / / "')
  expect(output).toBe('1')
})

test('processes of the host are neither seen nor reached', async () => {
  const pids = [process.pid, process.ppid]
  const attempts = pids.flatMap((pid): Attempt[] => [
    ['kill', String(pid)],
    ['read', `/proc/${pid}/environ`],
  ])
  expect(await succeeded(box, attempts)).toEqual([])
})

test('keyrings, modules, clocks, swap, hostnames and the power switch are out of reach', async () => {
  const names = ['keyring', 'module', 'module-file', 'clock', 'swapoff', 'hostname', 'reboot']
  expect(
    await succeeded(
      box,
      names.map((name): Attempt => [name, '-']),
    ),
  ).toEqual([])
})

test('no device of the machine can be made or opened', async () => {
  const devices = ['8:0', '7:0', '1:1', '1:2', '1:4', '1:11', '253:0', '259:0']
  expect(
    await succeeded(
      box,
      devices.map((device): Attempt => ['device', device]),
    ),
  ).toEqual([])
})

test('nothing can be mounted, moved or uncovered', async () => {
  const attempts: Attempt[] = [
    ...['tmpfs', 'proc', 'sysfs', 'cgroup', 'cgroup2', 'overlay', 'devpts', 'securityfs', 'debugfs'].map(
      (type): Attempt => ['mount', type],
    ),
    ...['/proc', '/sys', '/dev', '/proc/kcore', '/sys/fs/cgroup'].flatMap((path): Attempt[] => [
      ['umount', path],
      ['remount', path],
    ]),
    ['bind', '-'],
    ['pivot', '-'],
    ['handle', '-'],
  ]
  expect(await succeeded(box, attempts)).toEqual([])
})

test('no namespace can be made or entered', async () => {
  const attempts: Attempt[] = [
    ...NAMESPACES.map((flag): Attempt => ['unshare', String(flag)]),
    ...['mnt', 'pid', 'net', 'user', 'cgroup'].map((name): Attempt => ['setns', `/proc/1/ns/${name}`]),
  ]
  expect(await succeeded(box, attempts)).toEqual([])
})

test('control groups give no way out, and no limit can be raised', async () => {
  const controllers = ['memory', 'pids', 'devices', 'cpu', 'freezer', 'unified', 'systemd', '']
  const files = [
    'release_agent',
    'notify_on_release',
    'cgroup.procs',
    'memory.limit_in_bytes',
    'memory.max',
    'devices.allow',
  ]
  const attempts = controllers.flatMap((controller) =>
    files.map((file): Attempt => ['write', join('/sys/fs/cgroup', controller, file)]),
  )
  expect(await succeeded(box, attempts)).toEqual([])
})

test('/proc and /sys of the machine cannot be changed', async () => {
  const paths = [
    '/proc/sys/kernel/core_pattern',
    '/proc/sys/kernel/modprobe',
    '/proc/sys/kernel/hostname',
    '/proc/sys/vm/drop_caches',
    '/proc/sys/fs/binfmt_misc/register',
    '/proc/sys/net/ipv4/ip_forward',
    '/proc/sysrq-trigger',
    '/proc/irq/default_smp_affinity',
    '/proc/1/oom_score_adj_none',
    '/proc/kmsg',
    '/sys/kernel/uevent_helper',
    '/sys/kernel/mm/ksm/run',
    '/sys/power/state',
    '/sys/module/kernel/parameters/panic',
    '/sys/class/net/lo/mtu',
    '/sys/kernel/security/lockdown',
  ]
  const before = await readFile('/proc/sys/kernel/core_pattern', 'utf8')
  expect(
    await succeeded(
      box,
      paths.map((path): Attempt => ['write', path]),
    ),
  ).toEqual([])
  expect(await readFile('/proc/sys/kernel/core_pattern', 'utf8')).toBe(before)
})

test('io_uring and userfaultfd are refused', async () => {
  const attempts: Attempt[] = [
    ['io_uring', '-'],
    ['userfaultfd', '-'],
    ['read', '/dev/userfaultfd'],
  ]
  expect(await succeeded(box, attempts)).toEqual([])
})

test('a subvolume, which would have no limit of its own, is refused before any file system sees it', async () => {
  const { output } = await box.script('attacker subvolume /')
  expect(output).toBe(`subvolume / refused ${constants.errno.EPERM}`) // a file system without them says ENOTTY
})

test('no metadata address answers', async () => {
  const addresses = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192']
  expect(
    await succeeded(
      box,
      addresses.map((address): Attempt => ['connect', address]),
    ),
  ).toEqual([])
})

test('no descriptor comes along, and no id outside of the range can be taken', async () => {
  const attempts: Attempt[] = [
    ['descriptors', '-'],
    ['setuid-outside', '-'],
  ]
  expect(await succeeded(box, attempts)).toEqual([])
  await rm(join(box.base, 'secret'), { force: true })
})
