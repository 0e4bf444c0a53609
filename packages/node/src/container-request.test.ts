import type { LocalImage } from '@berth/image'
import { expect, test } from 'vitest'
import { argvOf, containerRequest, environmentOf, hostnameOf, namesOf } from './container-request.ts'
import { specOf } from './spec.fixture.ts'
import { volumeMounts } from './volumes.ts'

function imageOf(config: NonNullable<LocalImage['config']['config']>): LocalImage {
  return {
    digest: specOf().image.digest,
    config: { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] }, config },
    platform: { os: 'linux', architecture: 'amd64' },
    layers: [],
  }
}

test("the environment is the image's, then the platform's, then the user's", () => {
  const image = imageOf({ Env: ['PATH=/bin', 'MODE=image', 'EMPTY=', 'EQUALS=a=b', 'PORT=1'] })
  expect(environmentOf(specOf({ env: { MODE: 'user' } }), image)).toEqual({
    PATH: '/bin',
    MODE: 'user',
    EMPTY: '',
    EQUALS: 'a=b',
    PORT: '8080',
    BERTH_TENANT: 'acme',
    BERTH_PROJECT: 'default',
    BERTH_APP: 'shop',
    BERTH_PROCESS: 'web',
    BERTH_INSTANCE: '1',
    BERTH_RELEASE: '3',
    BERTH_CONTAINER: 'con_aaaaaaaaaaaaaaaa',
  })
})

test('without a port there is no PORT, and there is always a PATH', () => {
  const { port: _, ...spec } = specOf()
  const environment = environmentOf(spec, imageOf({}))
  expect(environment).not.toHaveProperty('PORT')
  expect(environment['PATH']).toContain('/usr/bin')
})

test("a command replaces the image's entrypoint and cmd", () => {
  const image = imageOf({ Entrypoint: ['/entry'], Cmd: ['serve'] })
  expect(argvOf(specOf(), image)).toEqual(['/entry', 'serve'])
  expect(argvOf(specOf({ command: ['sh'] }), image)).toEqual(['sh'])
  expect(argvOf(specOf(), imageOf({}))).toEqual([])
})

test('an app is called by its name, and each process by its own', () => {
  expect(namesOf(specOf())).toEqual(['shop', 'web.shop'])
  const { port: _, ...worker } = specOf({ process: 'worker' })
  expect(namesOf(worker)).toEqual(['worker.shop'])
})

test('a host name is never longer than one may be', () => {
  expect(hostnameOf(specOf())).toBe('shop-web-1')
  const app = { id: 'app_aaaaaaaaaaaaaaaa', name: 'a'.repeat(32) }
  expect(hostnameOf(specOf({ app, process: 'b'.repeat(32), instance: 9999 })).length).toBeLessThanOrEqual(63)
})

test('user, folder and stop signal come from the image, and from the request when it says so', () => {
  const parts = {
    snapshot: { lower: [], upper: '/u', work: '/w', volumes: '/v' },
    attachment: {
      netnsPath: '/n',
      address: '100.64.0.2',
      gateway: '100.64.0.1',
      resolvConf: 'r',
      hosts: 'h',
      hostInterface: 'v',
    },
    volumes: [],
    ids: { start: 1, size: 65_536 },
  }
  const image = imageOf({ User: 'web', WorkingDir: '/srv', StopSignal: 'SIGQUIT', Cmd: ['x'] })
  const request = containerRequest({ ...parts, spec: specOf(), image })
  expect(request).toMatchObject({ stopSignal: 'SIGQUIT', process: { user: 'web', cwd: '/srv', argv: ['x'] } })
  expect(request.files.map((file) => file.destination)).toEqual([
    '/etc/resolv.conf',
    '/etc/hosts',
    '/etc/hostname',
  ])
  const spec = specOf({ stop: { signal: 'SIGINT', timeoutMs: 1 } })
  expect(containerRequest({ ...parts, spec, image: imageOf({}) })).toMatchObject({
    stopSignal: 'SIGINT',
    process: { user: '0', cwd: '/' },
  })
})

test("an image's volumes become folders of the container, and nothing becomes its root", () => {
  const image = imageOf({
    Volumes: { '/data': {}, '/data/': {}, '/a/../b': {}, relative: {}, '/': {}, '/..': {} },
  })
  const mounts = volumeMounts('/v/con', image)
  expect(mounts.map((mount) => mount.destination)).toEqual(['/data', '/b'])
  expect(mounts.every((mount) => /^\/v\/con\/[0-9a-f]{16}$/.test(mount.source))).toBe(true)
})

test.each(['/proc', '/proc/sys', '/sys/', '/dev/shm', '/a/../dev'])('a volume at %s is refused', (path) => {
  expect(() => volumeMounts('/v/con', imageOf({ Volumes: { '/data': {}, [path]: {} } }))).toThrow(
    /the image has a volume at \/(proc|sys|dev).*: none may lie at or below \/proc, \/sys, \/dev/,
  )
})

test('a volume that only begins like a reserved folder is none of them', () => {
  const image = imageOf({ Volumes: { '/develop': {}, '/srv/proc': {} } })
  expect(volumeMounts('/v/con', image)).toHaveLength(2)
})

test('64 volumes are taken, and one more is refused', () => {
  const volumes = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`/data/${index}`, {}]))
  expect(volumeMounts('/v/con', imageOf({ Volumes: volumes(64) }))).toHaveLength(64)
  expect(() => volumeMounts('/v/con', imageOf({ Volumes: volumes(65) }))).toThrow(
    'the image has 65 volumes, and at most 64 are allowed',
  )
})
