import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, instances, serveText } from '../../support/deploy.ts'
import { inviteOwner } from '../../support/person.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { copyImage, skopeo } from '../../support/skopeo.ts'

const STRANGER = 'stranger'
let platform: TestPlatform
let token: string
const asStranger = (args: readonly string[]) => platform.run(args, { env: { BERTH_TOKEN: token } })

beforeAll(async () => {
  platform = await sharedPlatform()
  const { tenant, token: own } = platform.admin
  await copyImage(new URL(platform.url).host, own, 'library/busybox:latest', `${tenant}/secret-app:1`)
  await deployBusybox(platform, 'victim', serveText('for us only'), ['--port', '8080', '--cpu', '0.1'])
  token = (await inviteOwner(platform, STRANGER)).token
  const deployed = await asStranger([
    ...['deploy', 'spy', '--image', 'busybox', '--wait', '--cpu', '0.1', '--', 'sleep', '1000000'],
  ])
  if (deployed.code !== 0) throw new Error(deployed.stderr)
})

afterAll(async () => {
  await asStranger(['destroy', 'spy', '--yes'])
  await platform.run(['destroy', 'victim', '--yes'])
})

test('a tenant lists its own apps, and another one answers as if it were not there', async () => {
  const own = JSON.parse((await asStranger(['apps', '--json'])).stdout) as { name: string }[]
  expect(own.map((app) => app.name)).toEqual(['spy'])
  const foreign = await asStranger(['apps', '--tenant', platform.admin.tenant])
  const missing = await asStranger(['apps', '--tenant', 'nobody-here'])
  expect(foreign.code).toBe(1)
  expect(foreign.stderr.replace(platform.admin.tenant, '')).toBe(missing.stderr.replace('nobody-here', ''))
})

test('the registry tells nothing of a foreign repository, and takes nothing for it', async () => {
  const { host } = new URL(platform.url)
  const list = (repository: string) =>
    skopeo(['list-tags', '--tls-verify=false', '--creds', `me:${token}`, `docker://${host}/${repository}`])
  const errorOf = (repository: string) =>
    list(repository).then(
      () => 'listed',
      (error: Error) => error.message.split('msg=').at(-1)?.replaceAll(repository, ''),
    )
  const foreign = await errorOf(`${platform.admin.tenant}/secret-app`)
  expect(foreign).not.toBe('listed')
  expect(foreign).toBe(await errorOf(`${platform.admin.tenant}/not-there`))
  await expect(
    copyImage(host, token, 'library/busybox:latest', `${platform.admin.tenant}/secret-app:2`),
  ).rejects.toThrow()
})

test('a socket opens no foreign shell and no foreign log', async () => {
  const [victim] = await instances(platform, 'victim')
  for (const [namespace, request] of [
    ['/terminal', { tty: false, argv: ['id'], containerId: victim?.id }],
    ['/logs', { follow: false }],
  ] as const) {
    const socket = io(`${platform.url}${namespace}`, { transports: ['websocket'], auth: { token } })
    const ask = { tenant: platform.admin.tenant, app: 'victim', ...request }
    const answer = await socket.timeout(10_000).emitWithAck('open', ask)
    socket.close()
    expect(answer).toMatchObject({ ok: false, error: { code: 'tenant.not_found' } })
  }
})

test('an image that lies on the node is not theirs: not by name, not by digest, not by a manifest of their own', async () => {
  const { tenant } = platform.admin
  const { host } = new URL(platform.url)
  const made = await platform.run(['commit', 'victim', 'page-of-ours:1', '--message', 'ours'])
  const digest = made.stdout.trim()
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  const keep = ['--wait', '--cpu', '0.1', '--', 'sleep', '1000000']
  expect((await platform.run(['deploy', 'keeper', '--image', 'page-of-ours:1', ...keep])).code).toBe(0)
  const ask = async (image: string) => {
    const { code, stderr } = await asStranger(['deploy', 'thief', '--image', image, ...keep])
    return { code, said: stderr.replaceAll(image.split(/[:@]/)[0] ?? '', '') }
  }
  const missing = await ask(`${tenant}/not-there@${digest}`)
  expect(await ask(`${tenant}/page-of-ours@${digest}`)).toEqual(missing)
  expect((await ask(`${STRANGER}/spied@${digest}`)).code).toBe(1)
  const manifestOf = (name: string, bearer: string, init?: RequestInit) => {
    const authorization = `Basic ${Buffer.from(`me:${bearer}`).toString('base64')}`
    const headers = { authorization, 'content-type': 'application/vnd.oci.image.manifest.v1+json' }
    return fetch(`http://${host}/v2/${name}/manifests/${digest}`, { headers, ...init })
  }
  const manifest = await manifestOf(`${tenant}/page-of-ours`, platform.admin.token)
  const body = Buffer.from(await manifest.arrayBuffer())
  const stolen = await manifestOf(`${STRANGER}/spied`, token, { method: 'PUT', body })
  expect([manifest.status, stolen.status]).toEqual([200, 404])
  await platform.run(['destroy', 'keeper', '--yes'])
  await platform.run(['images', 'delete', 'page-of-ours', '--yes'])
})

test("another tenant's container cannot be reached by address or ping", async () => {
  const { stdout } = await platform.run(['exec', 'victim', '--', 'hostname', '-i'])
  const address = stdout.trim()
  expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
  const own = await platform.run([
    'exec',
    'victim',
    '--',
    'timeout',
    '3',
    'wget',
    '-qO-',
    `http://${address}:8080/`,
  ])
  expect(own.stdout).toBe('for us only\n')
  const http = await asStranger([
    'exec',
    'spy',
    '--',
    'timeout',
    '3',
    'wget',
    '-qO-',
    `http://${address}:8080/`,
  ])
  expect(http.code).not.toBe(0)
  expect(http.stdout).toBe('')
  const ping = await asStranger(['exec', 'spy', '--', 'ping', '-c', '1', '-W', '2', address])
  expect(ping.code).not.toBe(0)
})

test("another tenant's names do not resolve", async () => {
  expect((await platform.run(['exec', 'victim', '--', 'nslookup', 'victim'])).code).toBe(0)
  expect((await asStranger(['exec', 'spy', '--', 'nslookup', 'victim'])).code).not.toBe(0)
})
