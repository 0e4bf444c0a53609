import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { MountConfig, RuntimeConfig } from '@berth/oci'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OciBox, openOciBox } from './support/oci-box.ts'

const run = promisify(execFile)

let box: OciBox
beforeAll(async () => {
  box = await openOciBox()
  const outer = join(box.bundle, 'outer')
  await mkdir(outer)
  await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'outer', outer])
  await run('mount', ['--make-shared', outer])
  await mkdir(join(outer, 'inner'))
  await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'inner', join(outer, 'inner')])
  await run('mount', ['--make-shared', join(outer, 'inner')])
  await writeFile(join(outer, 'inner/file'), 'deep')
  await mkdir(join(box.rootfs, 'data/sub'), { recursive: true })
  await writeFile(join(box.rootfs, 'data/sub/old'), 'copied')
})
afterAll(async () => {
  await run('umount', ['-R', join(box.bundle, 'outer')])
  await box.close()
})

const OUTER = { destination: '/outer', type: 'bind', source: 'outer' } as const
const INFO = 'grep -E " /outer" /proc/self/mountinfo'

test('bind takes one mount, rbind all that is below it', async () => {
  const one = await box.script('ls /outer/inner', mounting({ ...OUTER, options: ['bind'] }))
  expect(one).toMatchObject({ failed: undefined, output: '' })
  const all = await box.script('cat /outer/inner/file', mounting({ ...OUTER, options: ['rbind'] }))
  expect(all.output).toBe('deep')
})

test('ro is for the mount itself, rro for all below it (R24)', async () => {
  const tries = 'touch /outer/a && echo outer; touch /outer/inner/a && echo inner; true'
  const ro = await box.script(tries, mounting({ ...OUTER, options: ['rbind', 'ro'] }))
  expect(ro.output).toContain('inner')
  expect(ro.output).not.toContain('outer\n')
  const rro = await box.script(tries, mounting({ ...OUTER, options: ['rbind', 'rro'] }))
  expect(rro.output.match(/Read-only/g)).toHaveLength(2)
})

test('each flag and its recursive form are set', async () => {
  const { output } = await box.script(
    INFO,
    mounting({
      ...OUTER,
      options: ['rbind', 'rnosuid', 'nodev', 'rnoexec', 'rnoatime', 'nodiratime', 'nosymfollow'],
    }),
  )
  const [outer = '', inner = ''] = output.split('\n').map((line) => line.split(' ')[5] ?? '')
  expect(outer.split(',')).toEqual(
    expect.arrayContaining(['nosuid', 'nodev', 'noexec', 'noatime', 'nodiratime', 'nosymfollow']),
  )
  expect(inner.split(',')).toEqual(expect.arrayContaining(['nosuid', 'noexec', 'noatime']))
  expect(inner.split(',')).not.toEqual(expect.arrayContaining(['nodev']))
})

test('of two options that contradict each other the later one holds', async () => {
  const { output } = await box.script(
    INFO,
    mounting({ ...OUTER, options: ['bind', 'ro', 'rw', 'noatime', 'strictatime', 'noexec', 'exec'] }),
  )
  expect(output.split(' ')[5]).toBe('rw')
})

test('propagation is private unless it was asked for, and shared stays with the mount of the host', async () => {
  const plain = await box.script(INFO, mounting({ ...OUTER, options: ['rbind'] }))
  expect(plain.output).not.toMatch(/shared|master/)
  const slave = await box.script(INFO, mounting({ ...OUTER, options: ['rbind', 'rslave'] }))
  expect(slave.output.match(/master:/g)).toHaveLength(2)
  const shared = await box.script(INFO, mounting({ ...OUTER, options: ['rbind', 'rshared'] }))
  expect(shared.output.match(/shared:/g)).toHaveLength(2)
})

test('a read-only root is read-only, and a remount changes what is mounted already', async () => {
  const tries = 'touch /a; touch /dev/a; touch /outer/a && echo wrote; echo x >/dev/null && echo null'
  const { output, failed } = await box.script(tries, (config) => ({
    ...mounting({ ...OUTER, options: ['bind'] })(config),
    root: { path: 'rootfs', readonly: true },
    mounts: [
      ...(config.mounts ?? []),
      { ...OUTER, options: ['bind'] },
      { destination: '/dev', options: ['remount', 'ro'] },
    ],
  }))
  expect(failed).toBeUndefined()
  expect(output.match(/Read-only/g)).toHaveLength(2)
  expect(output).toContain('wrote\nnull')
})

test('tmpcopyup fills the new file system with what was below it', async () => {
  const { output, failed } = await box.script(
    'cat /data/sub/old; touch /data/new && echo wrote',
    mounting({
      destination: '/data',
      type: 'tmpfs',
      source: 'tmpfs',
      options: ['tmpcopyup', 'size=1m', 'nosuid'],
    }),
  )
  expect({ output, failed }).toEqual({ output: 'copiedwrote\n', failed: undefined })
})

test('masked and read-only paths are, with everything below them', async () => {
  const { output } = await box.script(
    'cat /proc/interrupts | wc -c; ls /data/sub | wc -l; touch /data/a; touch /outer/inner/a',
    (config) => {
      const mounted = mounting({ ...OUTER, options: ['rbind'] })(config)
      return {
        ...mounted,
        linux: {
          ...mounted.linux,
          maskedPaths: ['/proc/interrupts', '/data/sub', '/nowhere'],
          readonlyPaths: ['/data', '/outer', '/nowhere'],
        },
      }
    },
  )
  expect(output).toMatch(/^0\n0\n/)
  expect(output.match(/Read-only/g)).toHaveLength(2)
})

test.each(['private', 'slave', 'shared', 'unbindable', 'rslave', 'rshared'] as const)(
  'the root can be %s',
  async (rootfsPropagation) => {
    const { output, failed } = await box.script(
      'grep " / / \\| / " /proc/self/mountinfo | head -1',
      (config) => ({
        ...config,
        linux: { ...config.linux, rootfsPropagation },
      }),
    )
    expect(failed).toBeUndefined()
    if (rootfsPropagation.endsWith('shared')) expect(output).toContain('shared:')
    if (rootfsPropagation === 'unbindable') expect(output).toContain('unbindable')
  },
)

test('without pivot_root the same is seen', async () => {
  const { output } = await box.script('ls /data/sub; pwd', undefined, { noPivot: true })
  expect(output).toBe('old\n/\n')
})

test('devices of all types are made, with mode and owner', async () => {
  const { output, failed } = await box.script(
    'stat -c "%n %F %t:%T %a %u:%g" /dev/fuse /deep/block /pipe; readlink /dev/fd; readlink /dev/ptmx',
    (config) => ({
      ...config,
      linux: {
        ...config.linux,
        devices: [
          { path: '/dev/fuse', type: 'c', major: 10, minor: 229, fileMode: 0o640, uid: 5, gid: 6 },
          { path: '/deep/block', type: 'b', major: 7, minor: 3 },
          { path: '/pipe', type: 'p', fileMode: 0o600 },
        ],
      },
    }),
  )
  expect(failed).toBeUndefined()
  expect(output).toContain('/dev/fuse character special file a:e5 640 5:6')
  expect(output).toContain('/deep/block block special file 7:3 666 0:0')
  expect(output).toContain('/pipe fifo 0:0 600 0:0')
  expect(output).toContain('/proc/self/fd\npts/ptmx')
})

test('a file that is not the device is an error', async () => {
  await writeFile(join(box.rootfs, 'data/taken'), '')
  const { failed } = await box.script('true', (config) => ({
    ...config,
    linux: { ...config.linux, devices: [{ path: '/data/taken', type: 'c', major: 1, minor: 3 }] },
  }))
  expect(failed).toBe('makeDevice 17 0')
})

function mounting(...mounts: readonly MountConfig[]): (config: RuntimeConfig) => RuntimeConfig {
  return (config) => ({ ...config, mounts: [...(config.mounts ?? []), ...mounts] })
}
