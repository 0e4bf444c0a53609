import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DOCKER_LOGIN, startDockerRegistry } from './docker-registry.ts'
import { mirrorUpstream } from './mirror-fixture.ts'
import { writeOciLayout } from './oci-layout.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const run = promisify(execFile)

let registry: RegistryFixture
let open: Awaited<ReturnType<typeof startDockerRegistry>>
let locked: typeof open
let folder: string
let digest: string
let auth: string[]

beforeAll(async () => {
  registry = await startRegistry()
  ;[open, locked] = await Promise.all([startDockerRegistry(), startDockerRegistry({ login: true })])
  folder = mkdtempSync(join(tmpdir(), 'berth-mirror-'))
  mkdirSync(join(folder, 'run'))
  writeFileSync(join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}')
  writeOciLayout(join(folder, 'image'))
  digest = JSON.parse(readFileSync(join(folder, 'image/index.json'), 'utf8')).manifests[0].digest
  const login = `${DOCKER_LOGIN.username}:${DOCKER_LOGIN.password}`
  await push(open.url, [])
  await push(locked.url, ['--dest-creds', login])
  const { token } = await registry.tokenOf('viewer@acme.test', ['registry:pull'])
  const auths = { [registry.host]: { auth: Buffer.from(`x:${token}`).toString('base64') } }
  writeFileSync(join(folder, 'auth.json'), JSON.stringify({ auths }))
  auth = ['--authfile', join(folder, 'auth.json')]
})
afterAll(async () => {
  open.close()
  locked.close()
  await registry.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What it keeps lies in the test's own folder. */
async function client(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args], {
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_RUNTIME_DIR: join(folder, 'run'),
      CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf'),
    },
  })
  return stdout.trim()
}

const copy = (...args: string[]) =>
  client('skopeo', ['--policy', join(folder, 'policy.json'), 'copy', ...args])
const push = (url: string, creds: string[]) =>
  copy(
    '--preserve-digests',
    '--dest-tls-verify=false',
    ...creds,
    `oci:${join(folder, 'image')}:v1`,
    `docker://${new URL(url).host}/team/app:1`,
  )
const inspect = (image: string) =>
  client('skopeo', ['inspect', '--tls-verify=false', ...auth, '--format', '{{.Digest}}', `docker://${image}`])

test.each([
  ['without a login', () => open.url, {}],
  ['with a login', () => locked.url, { login: DOCKER_LOGIN }],
])("skopeo pulls through from Debian's docker-registry %s", async (_, url, settings) => {
  const image = `${registry.host}/mirror/${await mirrorUpstream(registry, url(), settings)}/team/app:1`
  expect(await inspect(image)).toBe(digest)
  await copy('--src-tls-verify=false', ...auth, `docker://${image}`, `oci:${join(folder, 'out')}:1`)
})

test('a wrong login at the upstream is told as that', async () => {
  const login = { ...DOCKER_LOGIN, password: 'wrong-one' }
  const image = `${registry.host}/mirror/${await mirrorUpstream(registry, locked.url, { login })}/team/app:1`
  await expect(inspect(image)).rejects.toThrow(/refuses|denied/i)
})

test('podman, told of the mirror in its registries.conf, pulls the image by its own name', async () => {
  const prefix = await mirrorUpstream(registry, open.url)
  // the upstream itself is a host that there is none of: only the mirror can have answered
  writeFileSync(
    join(folder, 'registries.conf'),
    `[[registry]]
prefix = "upstream.invalid"
location = "upstream.invalid"
[[registry.mirror]]
location = "${registry.host}/mirror/${prefix}"
insecure = true
`,
  )
  const roots = [
    '--root',
    join(folder, 'storage'),
    '--runroot',
    join(folder, 'run'),
    '--storage-driver',
    'vfs',
  ]
  const policy = ['--signature-policy', join(folder, 'policy.json')]
  await client('podman', [...roots, 'pull', ...auth, ...policy, 'upstream.invalid/team/app:1'])
  const images = await client('podman', [...roots, 'images', '--digests', '--format', '{{.Digest}}'])
  expect(images).toBe(digest)
})
