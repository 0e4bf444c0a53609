import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientFolder, makeClientFolder } from './client-folder.ts'
import { startDockerDaemon } from './docker-daemon.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let folder: ClientFolder
let daemon: Awaited<ReturnType<typeof startDockerDaemon>>
let token: string

beforeAll(async () => {
  registry = await startRegistry()
  folder = makeClientFolder('docker')
  daemon = await startDockerDaemon(folder)
  token = (await registry.tokenOf('owner@acme.test')).token
})
afterAll(async () => {
  await daemon.close()
  await registry.close()
  folder.close()
})

const docker = (...args: string[]) => folder.run('/usr/bin/docker', ...args)
const image = (name: string) => `${registry.host}/${name}`
const login = (password: string) => docker('login', '--username', 'x', '--password', password, registry.host)
const idOf = (name: string) => docker('image', 'inspect', '--format', '{{.Id}}', name)

/** An image of one layer, in the daemon alone. */
async function makeImage(name: string, content: string): Promise<void> {
  writeFileSync(join(folder.path, 'file'), content)
  await folder.run('tar', '-C', folder.path, '-cf', join(folder.path, 'layer.tar'), 'file')
  await docker('import', '--change', 'CMD ["/file"]', join(folder.path, 'layer.tar'), name)
}

test('docker is told that a login is wrong, and logs in with an API token', async () => {
  await expect(login('berth_pat_nonsense')).rejects.toThrow(/unauthorized|not valid/i)
  expect(await login(token)).toContain('Login Succeeded')
})

test('docker pushes, mounts into a second repository, removes and pulls the same image', async () => {
  await makeImage(image('acme/one:1'), 'one')
  expect(await docker('push', image('acme/one:1'))).toMatch(/digest: sha256:[0-9a-f]{64}/)
  await docker('tag', image('acme/one:1'), image('acme/two:1'))
  expect(await docker('push', image('acme/two:1'))).toContain('Mounted from acme/one')
  const id = await idOf(image('acme/one:1'))
  await docker('image', 'rm', image('acme/one:1'), image('acme/two:1'))
  await docker('pull', image('acme/two:1'))
  expect(await idOf(image('acme/two:1'))).toBe(id)
  expect(await docker('push', image('acme/two:1'))).toContain('Layer already exists')
})

test('docker manifest looks at an image, joins two into a list and pushes it', async () => {
  await makeImage(image('acme/multi:amd64'), 'amd64')
  await makeImage(image('acme/multi:arm64'), 'arm64')
  for (const name of ['amd64', 'arm64']) await docker('push', image(`acme/multi:${name}`))
  const [list, ...parts] = ['latest', 'amd64', 'arm64'].map((tag) => image(`acme/multi:${tag}`))
  if (list === undefined) throw new Error('a list')
  await docker('manifest', 'create', '--insecure', list, ...parts)
  await docker('manifest', 'annotate', '--arch', 'arm64', list, image('acme/multi:arm64'))
  expect(await docker('manifest', 'push', '--insecure', list)).toMatch(/sha256:[0-9a-f]{64}$/)
  const inspected = JSON.parse(await docker('manifest', 'inspect', '--insecure', list)) as {
    mediaType: string
    manifests: { platform: { architecture: string } }[]
  }
  expect(inspected.mediaType).toBe('application/vnd.docker.distribution.manifest.list.v2+json')
  expect(inspected.manifests.map(({ platform }) => platform.architecture)).toEqual(['amd64', 'arm64'])
  await docker('pull', list)
})

test('what docker may not push is said with who may not, and nobody pulls after a logout', async () => {
  await makeImage(image('rival/web:1'), 'rival')
  await expect(docker('push', image('rival/web:1'))).rejects.toThrow(/denied/i)
  await makeImage(image('acme/private:1'), 'private')
  await docker('push', image('acme/private:1'))
  await docker('image', 'rm', image('acme/private:1'))
  expect(await docker('logout', registry.host)).toContain('Removing login credentials')
  await expect(docker('pull', image('acme/private:1'))).rejects.toThrow(/denied|unauthorized|no basic auth/i)
})
