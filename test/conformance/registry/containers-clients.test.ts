import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, OCI_INDEX, OCI_MANIFEST, sha256 } from './client.ts'
import { type ClientFolder, makeClientFolder } from './client-folder.ts'
import { writeOciLayout } from './oci-layout.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'

let registry: RegistryFixture
let folder: ClientFolder
let token: string

beforeAll(async () => {
  registry = await startRegistry()
  folder = makeClientFolder('clients')
  writeOciLayout(join(folder.path, 'other'))
  token = (await registry.tokenOf('owner@acme.test')).token
  await login()
})
afterAll(async () => {
  await registry.close()
  folder.close()
})

const skopeo = (...args: string[]) => folder.run('skopeo', ...args)
const copy = (...args: string[]) =>
  skopeo('copy', '--src-tls-verify=false', '--dest-tls-verify=false', ...args)
const login = () =>
  skopeo('login', '--tls-verify=false', '--username', 'x', '--password', token, registry.host)
const image = (name: string) => `${registry.host}/${name}`
const remote = (name: string) => `docker://${image(name)}`
const local = (layout = 'image') => `oci:${join(folder.path, layout)}:v1`

type Raw = {
  mediaType: string
  layers: { mediaType: string; digest: string }[]
  manifests: { mediaType: string }[]
}
const raw = async (name: string) =>
  JSON.parse(await skopeo('inspect', '--tls-verify=false', '--raw', remote(name))) as Raw

/** Podman and buildah keep their images here. */
const storage = () => [
  ...[
    '--root',
    join(folder.path, 'storage'),
    '--runroot',
    join(folder.path, 'run'),
    '--storage-driver',
    'vfs',
  ],
]
const podman = (...args: string[]) => folder.run('podman', ...storage(), ...args)
const buildah = (...args: string[]) => folder.run('buildah', ...storage(), ...args)

test('skopeo pushes layers that are packed by zstd, and pulls them', async () => {
  await copy('--dest-compress', '--dest-compress-format', 'zstd', local(), remote('acme/zstd:1'))
  const { layers } = await raw('acme/zstd:1')
  expect(layers.map(({ mediaType }) => mediaType)).toEqual(['application/vnd.oci.image.layer.v1.tar+zstd'])
  await copy(remote('acme/zstd:1'), `dir:${join(folder.path, 'zstd')}`)
})

test("skopeo pushes Docker's schema 2, and copies it to another repository as it is", async () => {
  await copy('--format', 'v2s2', local('other'), remote('acme/schema2:1'))
  expect((await raw('acme/schema2:1')).mediaType).toBe(DOCKER_MANIFEST)
  await copy('--preserve-digests', remote('acme/schema2:1'), remote('acme/schema2-copy:1'))
  const digests = await Promise.all(
    ['acme/schema2:1', 'acme/schema2-copy:1'].map((name) =>
      skopeo('inspect', '--tls-verify=false', '--format', '{{.Digest}}', remote(name)),
    ),
  )
  expect(digests[0]).toBe(digests[1])
})

test('podman pulls, pushes, searches, lists tags, removes, and is out after its logout', async () => {
  await copy(local(), remote('acme/podman:1'))
  await podman('pull', '--tls-verify=false', image('acme/podman:1'))
  await podman('push', '--tls-verify=false', image('acme/podman:1'), image('acme/podman-copy:2'))
  const found = await podman('search', '--tls-verify=false', '--format', '{{.Name}}', image('acme/podman'))
  expect(found.split('\n')).toEqual(expect.arrayContaining([image('acme/podman'), image('acme/podman-copy')]))
  const tags = await podman(
    'search',
    '--tls-verify=false',
    '--list-tags',
    '--format',
    '{{.Tag}}',
    image('acme/podman-copy'),
  )
  expect(tags).toMatch(/podman-copy +2$/)
  await podman('rmi', image('acme/podman:1'))
  await podman('logout', registry.host)
  await expect(podman('pull', '--tls-verify=false', image('acme/podman:1'))).rejects.toThrow(
    /unauthorized|authentication required|log in/i,
  )
  await login()
})

test('podman joins images into a list and pushes it whole', async () => {
  await copy(local(), remote('acme/list:a'))
  await copy(local('other'), remote('acme/list:b'))
  await podman('manifest', 'create', 'list')
  for (const tag of ['a', 'b'])
    await podman(
      'manifest',
      'add',
      '--tls-verify=false',
      '--arch',
      tag === 'a' ? 'amd64' : 'arm64',
      'list',
      remote(`acme/list:${tag}`),
    )
  await podman('manifest', 'push', '--all', '--tls-verify=false', 'list', remote('acme/list:all'))
  expect((await raw('acme/list:all')).manifests).toHaveLength(2)
})

test('buildah builds an image, pushes it to two repositories, and begins another from it', async () => {
  writeFileSync(join(folder.path, 'program'), 'content')
  const container = (await buildah('from', 'scratch')).split('\n').at(-1) ?? ''
  await buildah('copy', container, join(folder.path, 'program'), '/program')
  await buildah('commit', container, image('acme/built:1'))
  for (const name of ['acme/built:1', 'acme/built-again:1'])
    await buildah('push', '--tls-verify=false', image('acme/built:1'), remote(name))
  const [one, two] = await Promise.all([raw('acme/built:1'), raw('acme/built-again:1')])
  expect(one.layers).toEqual(two.layers)
  await buildah('rmi', '--all', '--force')
  await buildah('from', '--tls-verify=false', image('acme/built-again:1'))
})

test('what umoci packed is pushed, pulled and unpacked as it was', async () => {
  const at = (name: string) => join(folder.path, name)
  await folder.run('umoci', 'init', '--layout', at('made'))
  await folder.run('umoci', 'new', '--image', `${at('made')}:1`)
  await folder.run('umoci', 'unpack', '--image', `${at('made')}:1`, at('bundle'))
  writeFileSync(at('bundle/rootfs/hello'), 'from umoci')
  await folder.run('umoci', 'repack', '--image', `${at('made')}:1`, at('bundle'))
  await copy(`oci:${at('made')}:1`, remote('acme/umoci:1'))
  await copy(remote('acme/umoci:1'), `oci:${at('back')}:1`)
  await folder.run('umoci', 'unpack', '--image', `${at('back')}:1`, at('bundle-back'))
  expect(readFileSync(at('bundle-back/rootfs/hello'), 'utf8')).toBe('from umoci')
})

test('an artifact is attached to an image, found by its type, and copied by skopeo', async () => {
  const headers = { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` }
  const client = clientOf({
    url: registry.url,
    repository: () => 'acme/signed',
    headers: async () => headers,
  })
  const subject = await client.pushImage('1')
  const { status: _, ...empty } = {
    ...(await client.pushBlob(Buffer.from('{}'))),
    mediaType: 'application/vnd.oci.empty.v1+json',
  }
  const artifact = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    artifactType: 'application/vnd.example.signature',
    config: empty,
    layers: [empty],
    subject: { mediaType: OCI_MANIFEST, digest: subject.digest, size: subject.manifest.length },
  })
  await client.putManifest('signature', artifact)
  const listed = await client.call(
    'GET',
    client.at(`referrers/${subject.digest}?artifactType=application/vnd.example.signature`),
  )
  expect(listed.json()).toMatchObject({ mediaType: OCI_INDEX, manifests: [{ digest: sha256(artifact) }] })
  await copy(remote('acme/signed:signature'), `dir:${join(folder.path, 'artifact')}`)
  expect(readFileSync(join(folder.path, 'artifact/manifest.json'), 'utf8')).toBe(artifact)
})
