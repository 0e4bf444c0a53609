import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { runAway } from './run-program.ts'
import { testBox } from './test-box.ts'

const box = testBox('netdev')
const { id, berth } = box
const TAG = randomBytes(3).toString('hex')
const [FIRST, SECOND] = [`bt${TAG}a`, `bt${TAG}b`]
const PEERS = [`bt${TAG}c`, `bt${TAG}d`] as const
const ALL = [FIRST, SECOND, ...PEERS]
const NETWORK = `bt${TAG}n`
const HAS_IPV6 = existsSync('/proc/net/if_inet6')
const MADE = ['pid', 'mount', 'ipc', 'uts', 'network'].map((type) => ({ type }))
const IDS = [{ containerID: 0, hostID: 1_900_000_000, size: 65_536 }]

beforeEach(() => {
  ip('link', 'add', FIRST, 'type', 'veth', 'peer', 'name', PEERS[0])
  ip('link', 'set', FIRST, 'mtu', '1400', 'address', '02:00:00:00:00:07')
  ip('address', 'add', '198.18.7.2/24', 'dev', FIRST, 'label', `${FIRST}:x`)
  ip('address', 'add', '198.18.8.2/32', 'peer', '198.18.8.1', 'dev', FIRST)
  if (HAS_IPV6) ip('address', 'add', 'fd00:198:18::2/64', 'dev', FIRST, 'nodad')
  ip('link', 'add', SECOND, 'type', 'veth', 'peer', 'name', PEERS[1])
  ip('link', 'set', SECOND, 'up')
})

afterEach(async () => {
  await berth('delete', '--force', id) // a virtual device goes with the network that it is in
  for (const device of ALL) if (isOnHost(device)) ip('link', 'delete', device)
  if (existsSync(`/run/netns/${NETWORK}`)) ip('netns', 'delete', NETWORK)
})

test('features says that network devices and a memory policy can be given', async () => {
  const features: unknown = JSON.parse((await berth('features')).stdout)
  expect(features).toMatchObject({
    linux: { netDevices: { enabled: true }, memoryPolicy: { modes: expect.arrayContaining(['MPOL_BIND']) } },
  })
})

test.each([
  ['with the host’s users', { namespaces: MADE }],
  ['with users of its own', { namespaces: [...MADE, { type: 'user' }], uidMappings: IDS, gidMappings: IDS }],
])('devices of the host are moved, renamed, up, and keep their addresses: %s', async (_, linux) => {
  await give({ ...linux, netDevices: { [FIRST]: { name: 'web0' }, [SECOND]: {} } })
  expect(await create()).toMatchObject({ code: 0, stderr: '' })
  expect(ALL.filter(isOnHost)).toEqual(PEERS)
  expect((await berth('start', id)).code).toBe(0)
  const inside = (await berth('exec', id, 'ip', 'address')).stdout
  expect(inside).toMatch(/web0@\S+: <[^>]*\bUP\b[^>]*> mtu 1400/)
  expect(inside).toContain('link/ether 02:00:00:00:00:07')
  expect(inside).toContain('inet 198.18.7.2/24 scope global web0')
  expect(inside).toContain('inet 198.18.8.2 peer 198.18.8.1/32 scope global web0')
  if (HAS_IPV6) expect(inside).toContain('inet6 fd00:198:18::2/64 scope global')
  expect(inside).toMatch(new RegExp(`${SECOND}@\\S+: <[^>]*\\bUP\\b`))
  expect(inside).toMatch(/\blo: <[^>]*\bUP\b/)
  const add = 'ip address add 198.18.9.1/24 dev web0'.split(' ')
  const addition = await berth('exec', '--cap', 'CAP_NET_ADMIN', id, ...add)
  expect(addition).toMatchObject({ code: 0, stderr: '' })
})

test('a network that is joined is given them too, and has them afterwards', async () => {
  ip('netns', 'add', NETWORK)
  const namespaces = [...MADE.slice(0, 4), { type: 'network', path: `/run/netns/${NETWORK}` }]
  await give({ namespaces, netDevices: { [FIRST]: { name: 'web0' } } })
  expect(await create()).toMatchObject({ code: 0, stderr: '' })
  await berth('delete', '--force', id)
  expect(ip('-n', NETWORK, 'address', 'show', 'web0')).toContain('198.18.7.2/24')
})

test.each([
  [
    'a device that the host has not',
    { nosuch0: {} },
    'linux.netDevices.nosuch0: the host has no such network device',
  ],
  [
    'a name that is taken',
    { [SECOND]: { name: 'lo' } },
    `linux.netDevices.${SECOND}: the container's network has a device "lo"`,
  ],
  [
    'one that may not leave',
    { lo: { name: 'lo1' } },
    'linux.netDevices.lo: the kernel does not let this device',
  ],
])('of %s comes one line, and the host has back what it had', async (_, wrong, line) => {
  await give({ namespaces: MADE, netDevices: { [FIRST]: { name: 'web0' }, ...wrong } })
  const before = look()
  const failed = await create()
  expect(failed.code).toBe(1)
  expect(failed.stderr.trim().split('\n')).toHaveLength(1)
  expect(failed.stderr).toContain(line)
  expect(look()).toEqual(before)
})

test.each([
  ['its program is not there', ['nosuch'], {}],
  ['a hook fails', ['true'], { hooks: { createRuntime: [{ path: '/bin/false' }] } }],
])('the host has back what it had when the container is not made: %s', async (_, args, more) => {
  await give({ namespaces: MADE, netDevices: { [FIRST]: { name: 'web0' }, [SECOND]: {} } }, args, more)
  const before = look()
  expect((await create()).code).toBe(1)
  expect(look()).toEqual(before)
})

test('the host has back what it had also when who makes the container is killed', async () => {
  const script =
    'pid=$(sed "s/.*\\"pid\\": *\\([0-9]*\\).*/\\1/"); kill -KILL $(cut -d " " -f 4 /proc/$pid/stat)'
  const hooks = {
    createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', script], env: ['PATH=/usr/bin:/bin'] }],
  }
  await give({ namespaces: MADE, netDevices: { [FIRST]: { name: 'web0' }, [SECOND]: {} } }, ['true'], {
    hooks,
  })
  const before = look()
  expect(await create()).toMatchObject({ code: 1, stderr: expect.stringContaining('supervisor died') })
  await eventually(async () => ALL.every(isOnHost) && look().join() === before.join())
})

test('who runs it in the foreground has its device in there as well', async () => {
  const show = 'ip address show web0'.split(' ')
  await give({ namespaces: MADE, netDevices: { [FIRST]: { name: 'web0' } } }, show)
  const ended = await berth('run', '--bundle', box.bundle.path, id)
  expect(ended.stdout).toContain('198.18.7.2/24')
  await eventually(async () => !isOnHost(FIRST))
})

function give(linux: object, args: readonly string[] = ['sleep', '1000'], more: object = {}): Promise<void> {
  const capabilities = Object.fromEntries(
    ['bounding', 'effective', 'permitted'].map((set) => [set, ['CAP_NET_ADMIN']]),
  )
  const process = { user: { uid: 0, gid: 0 }, cwd: '/', env: ['PATH=/bin'], args, capabilities }
  return box.bundle.configure(args, { process, linux, ...more })
}

function create() {
  return runAway(box.runtime.command, ['create', '--bundle', box.bundle.path, id])
}

/** Name, state, MTU and addresses; indexes and lifetimes of what was moved change. */
function look(): readonly string[] {
  return ALL.flatMap((device) =>
    ip('-brief', 'address', 'show', 'dev', device)
      .split(/\s+/)
      .filter((word) => !word.startsWith('fe80')),
  )
}

function isOnHost(device: string): boolean {
  return existsSync(`/sys/class/net/${device}`)
}

function ip(...args: readonly string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8' })
}
