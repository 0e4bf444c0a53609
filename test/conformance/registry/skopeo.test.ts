import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeOciLayout } from './oci-layout.ts'
import { PASSWORD, type RegistryFixture, startRegistry } from './registry-fixture.ts'

const run = promisify(execFile)
let registry: RegistryFixture
let folder: string
let token: string

beforeAll(async () => {
  registry = await startRegistry()
  folder = mkdtempSync(join(tmpdir(), 'berth-skopeo-'))
  await writeFile(join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}')
  writeOciLayout(join(folder, 'image'))
  token = (await registry.tokenOf('owner@acme.test')).token
})
afterAll(async () => {
  await registry.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Its blob-info cache lies in the test's own folder. */
async function skopeo(...args: string[]): Promise<string> {
  const all = ['--policy', join(folder, 'policy.json'), ...args]
  const { stdout } = await run('skopeo', all, {
    env: { PATH: '/usr/bin:/bin', HOME: folder, XDG_DATA_HOME: folder },
  })
  return stdout
}
const image = (name: string) => `docker://${registry.host}/${name}`
const push = (name: string, creds: string) =>
  skopeo(
    'copy',
    '--dest-tls-verify=false',
    '--dest-creds',
    creds,
    `oci:${join(folder, 'image')}:v1`,
    image(name),
  )

test('skopeo pushes, inspects, pulls and deletes with an API token', async () => {
  await push('acme/hello:1', `x:${token}`)
  const inspected = await skopeo(
    'inspect',
    '--tls-verify=false',
    '--creds',
    `x:${token}`,
    image('acme/hello:1'),
  )
  expect(JSON.parse(inspected)).toMatchObject({
    Name: `${registry.host}/acme/hello`,
    Os: 'linux',
    RepoTags: ['1'],
  })
  const back = join(folder, 'back')
  await skopeo(
    'copy',
    '--src-tls-verify=false',
    '--src-creds',
    `x:${token}`,
    image('acme/hello:1'),
    `oci:${back}:v1`,
  )
  expect(existsSync(join(back, 'index.json'))).toBe(true)
  await skopeo('delete', '--tls-verify=false', '--creds', `x:${token}`, image('acme/hello:1'))
  await expect(
    skopeo('inspect', '--tls-verify=false', '--creds', `x:${token}`, image('acme/hello:1')),
  ).rejects.toThrow(/manifest unknown|no manifest|name unknown/i)
})

test('skopeo pushes with e-mail and password, and mounts from another repository', async () => {
  const creds = `owner@acme.test:${PASSWORD}`
  await push('acme/one:1', creds)
  await push('acme/two:1', creds)
  const tags = await skopeo('list-tags', '--tls-verify=false', '--creds', creds, image('acme/two'))
  expect(JSON.parse(tags)).toMatchObject({ Tags: ['1'] })
})

test('a wrong password or token is told so', async () => {
  await expect(push('acme/hello:1', 'owner@acme.test:wrong')).rejects.toThrow(
    /unauthorized|password is wrong/i,
  )
  await expect(push('acme/hello:1', 'x:berth_pat_nonsense')).rejects.toThrow(/unauthorized|not valid/i)
})

test("one tenant's token neither pushes to nor pulls from another", async () => {
  await push('acme/secret:1', `x:${token}`)
  const rival = `x:${(await registry.tokenOf('owner@rival.test')).token}`
  await expect(push('acme/secret:1', rival)).rejects.toThrow(/denied|unauthorized/i)
  await expect(
    skopeo('inspect', '--tls-verify=false', '--creds', rival, image('acme/secret:1')),
  ).rejects.toThrow(/name unknown|no repository|denied|unauthorized/i)
})

test('skopeo logs in', async () => {
  const authFile = join(folder, 'auth.json')
  const login = (password: string) =>
    run('skopeo', [
      'login',
      '--tls-verify=false',
      '--authfile',
      authFile,
      '-u',
      'x',
      '-p',
      password,
      registry.host,
    ])
  expect((await login(token)).stdout).toContain('Login Succeeded')
  await expect(login('berth_pat_nonsense')).rejects.toThrow(/not valid|unauthorized|invalid username/i)
})
