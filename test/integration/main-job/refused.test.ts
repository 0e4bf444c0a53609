import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, instances, serveText } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { pushFixture } from '../../support/push-fixture.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { skopeo } from '../../support/skopeo.ts'
import { visit } from '../../support/visit.ts'

let platform: TestPlatform
const apps = ['no-image', 'wrong-port', 'dies-at-once', 'no-program']

beforeAll(async () => {
  platform = await sharedPlatform()
})

afterAll(async () => {
  for (const app of apps) await platform.run(['destroy', app, '--yes'])
})

const deploy = (app: string, image: string, ...rest: string[]) =>
  platform.run(['deploy', app, '--image', image, '--wait', ...rest])

test('an image that is not there is named, and no app is made for it', async () => {
  const outcome = await deploy('no-image', 'nowhere:9')
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toMatch(/berth: image \S*nowhere:9 not found/)
  const apps = await platform.json<{ name: string }[]>(['apps'])
  expect(apps.map((app) => app.name)).not.toContain('no-image')
})

test('an app that listens elsewhere fails with the port in the message', async () => {
  const outcome = await deploy('wrong-port', 'busybox', '--port', '9999', '--', ...serveText('hello'))
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain('9999')
  expect(outcome.stderr).toContain('waiting for port 9999, at most 30 s, 20 s so far')
  expect(outcome.stderr).not.toContain('50 s so far')
})

test('an app that exits at once says with which code, and shows its last lines', async () => {
  const outcome = await deploy(
    'dies-at-once',
    'busybox',
    '--port',
    '80',
    '--',
    'sh',
    '-c',
    'echo no database; exit 3',
  )
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain('code 3')
  expect(outcome.stderr).toContain('no database')
})

test('the log of a first release that failed can be read until the next deploy', async () => {
  expect((await platform.run(['logs', 'dies-at-once'])).stdout).toContain('no database')
  expect(await instances(platform, 'dies-at-once')).toMatchObject([
    { state: 'stopped', reason: 'exited with code 3' },
  ])
  await deployBusybox(platform, 'dies-at-once', ['sh', '-c', 'echo better; exec httpd -f -p 80 -h /tmp'])
  await eventually(async () => (await instances(platform, 'dies-at-once')).length === 1, {
    what: 'the end of the first instance',
  })
  const { stdout } = await platform.run(['logs', 'dies-at-once'])
  expect(stdout).toContain('better')
  expect(stdout).not.toContain('no database')
})

test('a program that the image has not is named', async () => {
  const outcome = await deploy('no-program', 'busybox', '--', '/bin/htpd')
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain('/bin/htpd')
  expect(outcome.stderr).toContain('not in the image')
})

test('an image for another architecture is refused, and says for which it is', async () => {
  const image = await pushFixture(platform, 'wrong-arch')
  const outcome = await deploy('other-machine', image)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toMatch(process.arch === 'x64' ? /arm64/ : /amd64/)
  expect((await platform.run(['info', 'other-machine'])).code).toBe(1)
})

test('a wrong token is refused by API and registry, each in words', async () => {
  const wrong = platform.admin.token.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  const outcome = await platform.run(['apps'], { env: { BERTH_TOKEN: wrong } })
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toMatch(/berth: .*token/)
  const { host } = new URL(platform.url)
  const login = skopeo(['login', '--tls-verify=false', '--username', 'me', '--password', wrong, host])
  await expect(login).rejects.toThrow(/unauthorized|invalid|token/i)
})

test('a wrong password is refused', async () => {
  const { host } = new URL(platform.url)
  const { email } = platform.admin
  const login = skopeo([
    'login',
    '--tls-verify=false',
    '--username',
    email,
    '--password',
    'not the one',
    host,
  ])
  await expect(login).rejects.toThrow(/unauthorized|password/i)
})

test('a push that is cut in the middle leaves nothing that is served', async () => {
  const repository = `${platform.admin.tenant}/cut`
  const token = await pushToken(repository)
  const started = await visit(`${platform.url}/v2/${repository}/blobs/uploads/`, {
    method: 'POST',
    headers: token,
  })
  expect(started.status).toBe(202)
  const location = new URL(String(started.headers['location']), platform.url)
  await cutBody(location, token)
  const tags = await visit(`${platform.url}/v2/${repository}/tags/list`, { headers: token })
  expect(tags.body).not.toContain('sha256')
  const digest = `sha256:${'0'.repeat(64)}`
  location.searchParams.set('digest', digest)
  const finished = await visit(location.href, { method: 'PUT', headers: token })
  expect(finished.status).toBeGreaterThanOrEqual(400)
  expect((await visit(`${platform.url}/v2/${repository}/blobs/${digest}`, { headers: token })).status).toBe(
    404,
  )
})

async function pushToken(repository: string): Promise<{ authorization: string }> {
  const basic = Buffer.from(`me:${platform.admin.token}`).toString('base64')
  const answer = await visit(`${platform.url}/v2/token?scope=repository:${repository}:pull,push`, {
    headers: { authorization: `Basic ${basic}` },
  })
  return { authorization: `Bearer ${JSON.parse(answer.body).token}` }
}

/** Announces a megabyte, sends ten bytes, and hangs up. */
function cutBody(location: URL, headers: { authorization: string }): Promise<void> {
  return new Promise((resolve) => {
    const asked = request({
      host: '127.0.0.1',
      port: location.port,
      path: `${location.pathname}${location.search}`,
      method: 'PATCH',
      headers: { ...headers, host: location.host, 'content-length': 1024 ** 2 },
    })
    asked.once('error', () => undefined)
    asked.once('close', () => resolve())
    asked.write('0123456789', () => asked.destroy())
  })
}
