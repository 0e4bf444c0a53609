import { execFile, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { MountConfig, RuntimeConfig } from '@berth/oci'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OciBox, openOciBox, type Outcome, perform } from './support/oci-box.ts'

const run = promisify(execFile)
/** More by BERTH_TEST_RACES. */
const RACES = Number(process.env['BERTH_TEST_RACES'] ?? 150)
const RACES_TIMEOUT = { timeout: 60_000 + RACES * 200 }

let box: OciBox
/** a folder of the host that no container was given */
let host: string
beforeAll(async () => {
  box = await openOciBox()
  host = await mkdtemp(join(tmpdir(), 'oci-host-'))
  await writeFile(join(host, 'secret'), 'secret')
  await chmod(host, 0o755)
  await mkdir(join(box.bundle, 'volume'))
  await writeFile(join(box.bundle, 'volume/file'), 'given')
})
afterAll(async () => {
  await box.close()
  await rm(host, { recursive: true })
})

/** Replaces a path of the root file system by a link for the time of one test. */
async function withLink(path: string, target: string, action: () => Promise<void>): Promise<void> {
  const full = join(box.rootfs, path)
  await rm(full, { recursive: true, force: true })
  await symlink(target, full)
  await action()
  await rm(full)
}

test.each(['/proc', '/sys'])('%s that is a link in the image is refused (R3)', async (path) => {
  await withLink(path, '/tmp', async () => {
    const { failed } = await box.script('true', (config) => ({
      ...config,
      mounts: [{ destination: path, type: path === '/proc' ? 'proc' : 'sysfs', source: 'none' }],
    }))
    expect(failed).toBe('attachFilesystem 40 0')
  })
  await mkdir(join(box.rootfs, path))
})

test('a mount point behind a link stays inside, and nothing is made on the host (R3, R4)', async () => {
  await withLink('/link', host, async () => {
    const { output, failed } = await box.script('cat /link/deep/er/file', mounting(bound('/link/deep/er')))
    expect({ output, failed }).toEqual({ output: 'given', failed: undefined })
  })
  await withLink('/link', `../../../../../../..${host}`, async () => {
    await box.script('true', mounting(bound('/link/deep/er')))
  })
  expect(await readdir(host)).toEqual(['secret'])
})

test('a mount point whose links are exchanged meanwhile never leads out (R3)', RACES_TIMEOUT, async () => {
  const [folder, link] = [join(box.rootfs, 'race'), join(box.rootfs, 'race-link')]
  await mkdir(join(folder, 'a'), { recursive: true })
  await symlink(host, link)
  const outcomes = await whileExchanging(folder, link, () =>
    box.script('cat /race/a/b/file', mounting(bound('/race/a/b'))),
  )
  // a mount point that vanishes at the wrong moment is an error, and not more
  const mounted = outcomes.filter(({ failed }) => failed === undefined)
  expect(mounted.length).toBeGreaterThan(0)
  expect(await readdir(host)).toEqual(['secret'])
  expect(await readFile('/proc/self/mountinfo', 'utf8')).not.toContain(host)
})

test('devices and links of /dev are not made where a link of the image leads to on the host (R8)', async () => {
  await withLink('/dev', host, async () => {
    await box.script('true', (config) => ({ ...config, mounts: config.mounts?.slice(0, 1) }))
  })
  expect(await readdir(host)).toEqual(['secret'])
})

test('the mask is the host’s null device, whatever the image has in its place (R5)', async () => {
  const masked = (config: RuntimeConfig): RuntimeConfig => ({
    ...config,
    // no file system of ours at /dev
    mounts: config.mounts?.slice(0, 1),
    linux: { ...config.linux, maskedPaths: ['/proc/interrupts'] },
  })
  await mkdir(join(box.rootfs, 'dev'), { recursive: true })
  for (const target of ['/proc/sysrq-trigger', '/proc/sys/kernel/core_pattern']) {
    await rm(join(box.rootfs, 'dev/null'), { force: true })
    await symlink(target, join(box.rootfs, 'dev/null'))
    const { failed } = await box.script('stat -c %t:%T /proc/interrupts', masked)
    // the device of every container cannot be made over it, so there is no container at all
    expect(failed).toBe('makeDevice 17 0')
  }
  await rm(join(box.rootfs, 'dev/null'))
  const { output } = await box.script('stat -c %t:%T /proc/interrupts; cat /proc/interrupts | wc -c', masked)
  expect(output).toBe('1:3\n0\n')
})

test(
  'the mask is the host’s null device also while the image exchanges its own (R5)',
  RACES_TIMEOUT,
  async () => {
    const [device, link] = [join(box.rootfs, 'dev/null'), join(box.rootfs, 'trap')]
    await rm(device, { force: true })
    await mkdir(join(box.rootfs, 'dev'), { recursive: true })
    await run('mknod', [device, 'c', '1', '3'])
    await symlink('/proc/sysrq-trigger', link)
    const outcomes = await whileExchanging(device, link, () =>
      box.script('stat -c %t:%T /proc/interrupts; cat /proc/interrupts | wc -c', (config) => ({
        ...config,
        mounts: config.mounts?.slice(0, 1),
        linux: { ...config.linux, maskedPaths: ['/proc/interrupts'] },
      })),
    )
    // at the wrong moment there is no container at all
    const outputs = outcomes.filter(({ failed }) => failed === undefined).map(({ output }) => output)
    expect(new Set(outputs)).toEqual(new Set(['1:3\n0\n']))
    await rm(link, { force: true })
    await rm(device, { force: true })
  },
)

test('a terminal is the container’s own, and a link at /dev/console is not followed (R6)', async () => {
  await rm(join(box.rootfs, 'dev'), { recursive: true, force: true })
  await mkdir(join(box.rootfs, 'dev/pts'), { recursive: true })
  await symlink('/proc/sys/kernel/core_pattern', join(box.rootfs, 'dev/console'))
  const before = await readFile('/proc/sys/kernel/core_pattern', 'utf8')
  const { failed } = await box.script('true', (config) => ({
    ...config,
    mounts: config.mounts?.filter(({ destination }) => destination !== '/dev'),
    process: config.process && { ...config.process, terminal: true },
  }))
  expect(failed).toBe('pty 40 0')
  expect(await readFile('/proc/sys/kernel/core_pattern', 'utf8')).toBe(before)
  await rm(join(box.rootfs, 'dev'), { recursive: true })
})

test('settings of the kernel are written to the kernel, whatever is mounted at /proc (R7)', async () => {
  await writeFile(join(box.bundle, 'volume/ip_forward'), 'untouched')
  const { output, failed } = await box.script('cat /proc/sys/net/ipv4/ip_forward', (config) => ({
    ...config,
    mounts: [
      ...(config.mounts ?? []),
      { destination: '/proc/sys/net/ipv4', type: 'bind', source: 'volume', options: ['bind'] },
    ],
    linux: { ...config.linux, sysctl: { 'net.ipv4.ip_forward': '1' } },
  }))
  expect({ output, failed }).toEqual({ output: 'untouched', failed: undefined })
})

test('the groups of a container show nothing of the host, and stay as they are', async () => {
  const group = `/sys/fs/cgroup/memory/${box.bundle.split('/').at(-1)}`
  await run('mkdir', [group])
  try {
    const { output, failed } = await box.script(
      'ls /sys/fs/cgroup; cat /sys/fs/cgroup/memory/tasks | wc -l; ls -d /sys/fs/cgroup/memory/*/ | wc -l; touch /sys/fs/cgroup/memory/tasks',
      (config) => ({
        ...config,
        mounts: [
          ...(config.mounts ?? []),
          { destination: '/sys/fs/cgroup', type: 'cgroup', source: 'cgroup', options: ['ro', 'nosuid'] },
        ],
      }),
      { cgroup: { tasks: [join(group, 'tasks')], bornIn: '' } },
    )
    expect(failed).toBeUndefined()
    expect(output).toMatch(/^memory\n\d+\n/)
    expect(output).toContain('No such file')
    expect(output).toContain('Read-only')
  } finally {
    await run('rmdir', [group])
  }
})

test('nothing is left behind, wherever the set-up fails (R18)', async () => {
  const ids = [{ containerID: 0, hostID: 2_000_000_000, size: 2000 }]
  await mkdir(join(box.rootfs, 'dev'), { recursive: true })
  await mkdir(join(box.rootfs, 'volume'), { recursive: true })
  const plan = box.plan('true', (config) => ({
    ...mounting(bound('/volume'))(config),
    linux: {
      ...config.linux,
      namespaces: [...(config.linux?.namespaces ?? []), { type: 'user' }],
      uidMappings: ids,
      gidMappings: ids,
      maskedPaths: ['/proc/interrupts'],
    },
  }))
  const before = await traces()
  for (let i = 1; i < plan.length; i++) {
    const { failed } = await perform(plan.toSpliced(i, 0, { op: 'openRoot', path: '/no/such/folder' }))
    expect([i, failed]).toEqual([i, 'openRoot 2 0'])
  }
  expect(await traces()).toEqual(before)
  expect((await perform(plan)).failed).toBeUndefined()
  expect(await readFile(join(box.bundle, 'volume/file'), 'utf8')).toBe('given')
})

/** Outcomes of many tries, while a program exchanges two paths as fast as it can. */
async function whileExchanging(
  one: string,
  other: string,
  attempt: () => Promise<Outcome>,
): Promise<Outcome[]> {
  const program = join(box.bundle, 'exchange')
  await run('cc', ['-O1', '-o', program, new URL('support/exchange.c', import.meta.url).pathname])
  const exchanging = spawn(program, [one, other])
  const outcomes: Outcome[] = []
  try {
    for (let i = 0; i < RACES; i++) outcomes.push(await attempt())
  } finally {
    exchanging.kill('SIGKILL')
  }
  return outcomes
}

/** Mounts that lead to the bundle; a process that was left would hold our pipes, and we would wait for it. */
async function traces(): Promise<readonly string[]> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n')
  return mounts.filter((line) => line.includes(box.bundle))
}

function bound(destination: string): MountConfig {
  return { destination, type: 'bind', source: 'volume', options: ['rbind'] }
}

function mounting(...mounts: readonly MountConfig[]): (config: RuntimeConfig) => RuntimeConfig {
  return (config) => ({ ...config, mounts: [...(config.mounts ?? []), ...mounts] })
}
