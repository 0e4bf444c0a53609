import { spawn } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import type { NamespaceType, RuntimeConfig } from '@berth/oci'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OciBox, openOciBox } from './support/oci-box.ts'

const OF: Readonly<Record<Exclude<NamespaceType, 'user'>, string>> = {
  pid: 'pid',
  mount: 'mnt',
  network: 'net',
  uts: 'uts',
  ipc: 'ipc',
  cgroup: 'cgroup',
  time: 'time',
}
const TYPES = Object.keys(OF) as (keyof typeof OF)[]
const LIST = `for n in ${Object.values(OF).join(' ')}; do echo $n $(readlink /proc/self/ns/$n); done`

let box: OciBox
let other: ReturnType<typeof spawn>
beforeAll(async () => {
  box = await openOciBox()
  other = spawn('unshare', ['-p', '-m', '-n', '-u', '-i', '-C', '-T', '-f', '--mount-proc', 'sleep', '300'])
  await vi.waitFor(async () => expect(await childOf(other.pid ?? 0)).toBeGreaterThan(0))
})
afterAll(async () => {
  // the first process of a pid namespace takes all others along
  process.kill(await childOf(other.pid ?? 0), 'SIGKILL')
  await box.close()
})

test('every namespace that is asked for is a new one', async () => {
  const { output, failed } = await box.script(LIST, having(TYPES.map((type) => ({ type }))))
  expect(failed).toBeUndefined()
  const inside = parse(output)
  for (const name of Object.values(OF))
    expect([name, inside[name]]).not.toEqual([name, await readlink(`/proc/self/ns/${name}`)])
})

test('process 1 is the program, or ours where the annotation asks for it', async () => {
  const namespaces = having([{ type: 'pid' }, { type: 'mount' }])
  const first = 'echo $$ $(cat /proc/1/comm)'
  expect((await box.script(first, namespaces)).output.trim()).toBe('1 sh')
  const annotations = { 'org.berth.init': 'true' }
  expect((await box.script(first, (config) => ({ ...namespaces(config), annotations }))).output.trim()).toBe(
    '2 berth-init',
  )
})

test.each(TYPES.filter((type) => type !== 'mount'))(
  'a namespace of type %s that is not asked for is the caller’s',
  async (type) => {
    const { output, failed } = await box.script(
      LIST,
      having(TYPES.filter((other) => other !== type).map((type) => ({ type }))),
    )
    expect(failed).toBeUndefined()
    expect(parse(output)[OF[type]]).toBe(await readlink(`/proc/self/ns/${OF[type]}`))
  },
)

test.each(TYPES.filter((type) => type !== 'mount'))(
  'a namespace of type %s is joined by its path',
  async (type) => {
    const pid = await childOf(other.pid ?? 0)
    const path = `/proc/${pid}/ns/${OF[type]}`
    const { output, failed } = await box.script(
      LIST,
      having([...TYPES.filter((other) => other !== type).map((type) => ({ type })), { type, path }]),
    )
    expect(failed).toBeUndefined()
    expect(parse(output)[OF[type]]).toBe(await readlink(path))
  },
)

test('a mount namespace is joined by its path, and keeps its root', async () => {
  const pid = await childOf(other.pid ?? 0)
  const path = `/proc/${pid}/ns/mnt`
  const { output, failed } = await box.script('readlink /proc/self/ns/mnt; ls /', (config) => ({
    ...having([{ type: 'mount', path }, { type: 'pid' }])(config),
    mounts: config.mounts?.slice(0, 1),
  }))
  expect(failed).toBeUndefined()
  expect(output.startsWith(await readlink(path))).toBe(true)
  expect(await readlink(`/proc/${pid}/root`)).toBe('/')
})

test('a path of another type is an error', async () => {
  const path = `/proc/${await childOf(other.pid ?? 0)}/ns/uts`
  const { failed } = await box.script('true', having([{ type: 'mount' }, { type: 'network', path }]))
  expect(failed).toBe('joinPath 22 0')
})

test('clocks are shifted in a new time namespace', async () => {
  const { output, failed } = await box.script('cat /proc/uptime', (config) => {
    const changed = having(TYPES.map((type) => ({ type })))(config)
    return { ...changed, linux: { ...changed.linux, timeOffsets: { boottime: { secs: 1_000_000_000 } } } }
  })
  expect(failed).toBeUndefined()
  expect(Number(output.split(' ')[0])).toBeGreaterThan(1_000_000_000)
})

test('names and settings of the kernel hold in the namespace, and nowhere else (R27)', async () => {
  const { output, failed } = await box.script(
    'hostname; cat /proc/sys/kernel/domainname /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/msgmax; ' +
      'cat /sys/class/net/lo/operstate 2>/dev/null; grep -c lo: /proc/net/dev',
    (config) => ({
      ...config,
      hostname: 'box',
      domainname: 'example',
      linux: {
        ...config.linux,
        sysctl: { 'net.ipv4.ip_forward': '1', 'net/ipv4/conf/lo/forwarding': '1', 'kernel.msgmax': '4242' },
      },
    }),
  )
  expect({ failed, output }).toEqual({ failed: undefined, output: 'box\nexample\n1\n4242\n1\n' })
})

test.each([
  ['kernel.panic', 'it is not a setting of a namespace'],
  ['vm.swappiness', 'it is not a setting of a namespace'],
  ['net.ipv4...core_pattern', 'it is not a setting of a namespace'],
])('the setting %s of the host is refused', async (name, message) => {
  const refused = box.script('true', (config) => ({
    ...config,
    linux: { ...config.linux, sysctl: { [name]: '1' } },
  }))
  await expect(refused).rejects.toThrow(message)
})

test('settings and names of a namespace that is the host’s are refused (R27)', async () => {
  const alone = having([{ type: 'mount' }])
  await expect(box.script('true', (config) => ({ ...alone(config), hostname: 'host' }))).rejects.toThrow(
    'config.json: hostname: it is the name of the host',
  )
  await expect(
    box.script('true', (config) => ({
      ...alone(config),
      linux: { ...alone(config).linux, sysctl: { 'net.ipv4.ip_forward': '0' } },
    })),
  ).rejects.toThrow('it needs a network namespace')
})

function having(
  namespaces: readonly { readonly type: NamespaceType; readonly path?: string }[],
): (config: RuntimeConfig) => RuntimeConfig {
  return (config) => ({ ...config, linux: { ...config.linux, namespaces } })
}

function parse(output: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(' ')),
  )
}

async function childOf(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return Number(children.trim().split(' ')[0])
}
