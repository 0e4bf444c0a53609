import { chown, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RuntimeConfig } from '@berth/oci'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OciBox, openOciBox } from './support/oci-box.ts'

const BASE = 2_000_000_000

let box: OciBox
beforeAll(async () => {
  box = await openOciBox()
  // nobody who is mapped owns the root file system, and could make them
  for (const folder of ['dev', 'volume']) await mkdir(join(box.rootfs, folder))
  await mkdir(join(box.bundle, 'volume'))
  await writeFile(join(box.bundle, 'volume/file'), 'content')
  await chown(join(box.bundle, 'volume/file'), 5, 6)
})
afterAll(() => box.close())

test('in a user namespace root is root inside, and another on the host', async () => {
  const { output, failed } = await box.script('id; cat /proc/self/uid_map; stat -c %u:%g /proc/1', ownUsers)
  expect(failed).toBeUndefined()
  expect(output).toContain('uid=0')
  expect(output).toMatch(/0 +2000000000 +1000\n +1000 +2000005000 +10/)
  expect(output).toContain('0:0')
})

test('its namespaces belong to it: a capability of it counts in them', async () => {
  const { output } = await box.script('hostname other && hostname', (config) =>
    withRights(ownUsers(config), ['CAP_SYS_ADMIN']),
  )
  expect(output).toBe('other\n')
})

test('devices open, though a node that is made inside would not', async () => {
  const { output } = await box.script(
    'head -c 2 /dev/zero | wc -c; echo x >/dev/null && echo wrote; stat -c "%t:%T %a" /dev/urandom; ' +
      'mknod /tmp/null c 1 3 || echo none',
    ownUsers,
  )
  expect(output).toContain('2\nwrote\n1:9 666\n')
  expect(output).toContain('none')
})

test('a mount with the option idmap shows the owners that the container knows', async () => {
  const mount = { destination: '/volume', type: 'bind', source: 'volume' }
  const withMount = (options: readonly string[]) => (config: RuntimeConfig) => ({
    ...ownUsers(config),
    mounts: [...(config.mounts ?? []), { ...mount, options }],
  })
  const plain = await box.script('stat -c %u:%g /volume/file', withMount(['bind']))
  expect(plain.output).toBe('65534:65534\n')
  const mapped = await box.script(
    'stat -c %u:%g /volume/file; cat /volume/file',
    withMount(['bind', 'idmap']),
  )
  expect(mapped.output).toBe('5:6\ncontent')
})

test('a mount may have a map of its own, also without a user namespace', async () => {
  const { output, failed } = await box.script('stat -c %u:%g /volume/file', (config) => ({
    ...config,
    mounts: [
      ...(config.mounts ?? []),
      {
        destination: '/volume',
        type: 'bind',
        source: 'volume',
        options: ['rbind', 'ridmap'],
        uidMappings: [{ containerID: 0, hostID: 3000, size: 10 }],
        gidMappings: [{ containerID: 0, hostID: 4000, size: 10 }],
      },
    ],
  }))
  expect({ output, failed }).toEqual({ output: '3005:4006\n', failed: undefined })
})

test('a new file system may have its ids mapped, too, and its limits hold', async () => {
  const memory = { destination: '/volume', type: 'tmpfs', source: 'tmpfs' }
  const script = 'stat -c %u:%g /volume; touch /volume/a && stat -c %u:%g /volume/a || echo none'
  const inside = await box.script(
    `${script}; head -c 2000000 /dev/zero >/volume/b || echo full`,
    (config) => ({
      ...ownUsers(config),
      mounts: [...(config.mounts ?? []), { ...memory, options: ['nosuid', 'size=1m', 'idmap'] }],
    }),
  )
  expect(inside.output).toContain('0:0\n0:0\n')
  expect(inside.output).toContain('full')
  const ids = { containerID: 0, size: 10 }
  const maps = { uidMappings: [{ ...ids, hostID: 3000 }], gidMappings: [{ ...ids, hostID: 4000 }] }
  const outside = await box.script(script, (config) => ({
    ...config,
    mounts: [...(config.mounts ?? []), { ...memory, ...maps }],
  }))
  expect(outside.output).toContain('3000:4000\n')
  expect(outside.output).toContain('none')
})

test('groups, umask and user are the ones asked for, and home is what passwd says', async () => {
  const { output } = await box.script('id; umask; echo $HOME', (config) => ({
    ...config,
    process: config.process && {
      ...config.process,
      user: { uid: 1000, gid: 1000, additionalGids: [50, 70], umask: 0o27 },
    },
  }))
  expect(output).toContain('uid=1000(app) gid=1000(app) groups=50(staff),70\n0027\n/home/app\n')
})

function ownUsers(config: RuntimeConfig): RuntimeConfig {
  const maps = [
    { containerID: 0, hostID: BASE, size: 1000 },
    { containerID: 1000, hostID: BASE + 5000, size: 10 },
  ]
  return {
    ...config,
    linux: {
      ...config.linux,
      namespaces: [...(config.linux?.namespaces ?? []), { type: 'user' }],
      uidMappings: maps,
      gidMappings: maps,
    },
  }
}

function withRights(config: RuntimeConfig, names: readonly 'CAP_SYS_ADMIN'[]): RuntimeConfig {
  const capabilities = { bounding: names, permitted: names, effective: names }
  return { ...config, process: config.process && { ...config.process, capabilities } }
}
