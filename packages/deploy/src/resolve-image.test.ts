import { expect, test } from 'vitest'
import type { ImageConfig } from '@berth/oci'
import type { ImageLookup } from './ports.ts'
import { resolveImage } from './resolve-image.ts'

const config = (architecture: string, ports: readonly string[] = []): ImageConfig => ({
  architecture,
  os: 'linux',
  config: { ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])) },
  rootfs: { type: 'layers', diff_ids: [] },
})

const STORED: Readonly<Record<string, readonly ImageConfig[]>> = {
  'team/hello:1': [config('amd64', ['8080/tcp', '53/udp', '443'])],
  'team/hello:arm': [config('arm64')],
  'library/busybox:latest': [config('amd64')],
  'mirror/hub/library/nginx:1': [config('amd64', ['80'])],
  'library/multi:latest': [config('arm64', ['90/tcp']), config('amd64', ['80/tcp'])],
}

const images: ImageLookup = {
  find: async ({ repository, reference }) => {
    const configs = STORED[`${repository}:${reference}`]
    return configs && { digest: `sha256:${'a'.repeat(64)}`, configs }
  },
  mirrorOf: async (namespace) => (namespace === 'docker.io' ? 'hub' : undefined),
  tags: async ({ repository }) =>
    Object.keys(STORED)
      .filter((name) => name.startsWith(`${repository}:`))
      .map((name) => name.split(':')[1] ?? ''),
}

const resolve = (text: string, architectures: readonly string[] = ['amd64']) =>
  resolveImage({ text, tenant: { id: 'ten_x', name: 'team' }, host: 'localhost:7070', architectures, images })

test.each([
  ['hello:1', 'team/hello', [443, 8080]],
  ['team/hello:1', 'team/hello', [443, 8080]],
  ['localhost:7070/team/hello:1', 'team/hello', [443, 8080]],
  ['busybox', 'library/busybox', []],
  ['localhost:7070/busybox', 'library/busybox', []],
  ['multi', 'library/multi', [80]],
  ['docker.io/nginx:1', 'mirror/hub/library/nginx', [80]],
])('%s is %s', async (text, repository, ports) => {
  expect(await resolve(text)).toMatchObject({ asked: text, repository, ports })
})

test.each([
  ['hello:9', 'image team/hello:9 not found (tags: 1, arm). Push it first, or name one of these.'],
  [
    'busybox:9',
    'image library/busybox:9 not found (tags: latest). Push it first, or name one of these. docker.io is mirrored here: try docker.io/library/busybox:9.',
  ],
  [
    'nothing',
    'image team/nothing:latest not found: there is no such repository. Push it first. docker.io is mirrored here: try docker.io/library/nothing:latest.',
  ],
  [
    'team/busybox',
    'image team/busybox:latest not found: there is no such repository. Push it first. docker.io is mirrored here: try docker.io/team/busybox:latest.',
  ],
])('%s: %s', async (text, message) => {
  await expect(resolve(text)).rejects.toMatchObject({ code: 'image.not_found', message })
})

test('an image of a registry that is not mirrored says what to add', async () => {
  await expect(resolve('quay.io/a/b:1')).rejects.toMatchObject({
    code: 'mirror.not_found',
    message:
      'images of quay.io are not mirrored here: an administrator adds that registry on the page Mirrors or with `berth mirrors add`',
  })
  await expect(resolve('docker.io/nginx:9')).rejects.toMatchObject({
    code: 'image.not_found',
    message: 'image mirror/hub/library/nginx:9 not found: the registry that it is mirrored from has none.',
  })
})

test('an image for another architecture is refused, with what the nodes are', async () => {
  await expect(resolve('hello:arm')).rejects.toMatchObject({
    code: 'image.wrong_platform',
    message:
      'image team/hello:arm is for linux/arm64, and the nodes are linux/amd64: build it for linux/amd64',
  })
  expect(await resolve('hello:arm', [])).toMatchObject({ repository: 'team/hello' })
})
