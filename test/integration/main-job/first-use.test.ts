import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployed, instances, serveText } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { copyImage } from '../../support/skopeo.ts'
import { visit } from '../../support/visit.ts'

const APP = 'first-use'
let platform: TestPlatform
let url: string

beforeAll(async () => {
  platform = await sharedPlatform()
  const { tenant, token } = platform.admin
  await copyImage(new URL(platform.url).host, token, 'library/busybox:latest', `${tenant}/hello:1`)
})

afterAll(() => platform.run(['destroy', APP, '--yes']))

test('an image that skopeo pushed is deployed, and answers on its address', async () => {
  const { code, stdout, stderr } = await platform.run([
    ...['deploy', APP, '--image', 'hello:1', '--port', '8080', '--wait', '--json', '--'],
    ...serveText('ahoy'),
  ])
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('pull done') })
  const deployed = JSON.parse(stdout) as Deployed
  expect(deployed).toMatchObject({ app: APP, release: 1, state: 'running' })
  expect(new URL(deployed.url).host).toBe(`${APP}--${platform.admin.tenant}.localhost:${platform.port}`)
  url = deployed.url
  expect(await visit(url)).toMatchObject({ status: 200, body: 'ahoy\n' })
})

test('ps, apps and info tell what runs', async () => {
  const [instance, ...others] = await instances(platform, APP)
  expect(others).toEqual([])
  expect(instance).toMatchObject({ app: APP, state: 'running', release: 1, restarts: 0 })
  const apps = await platform.json<{ name: string }[]>(['apps'])
  expect(apps).toContainEqual({ name: APP, state: 'running', url, release: 1 })
  expect((await platform.run(['info', APP])).stdout).toContain('hello:1')
})

test('root inside is nobody on the host', async () => {
  const inside = await platform.run(['exec', APP, '--', 'id', '-u'])
  expect(inside).toMatchObject({ code: 0, stdout: '0\n' })
  const map = await platform.run(['exec', APP, '--', 'cat', '/proc/self/uid_map'])
  const [first, host, size] = map.stdout.trim().split(/\s+/).map(Number)
  expect(first).toBe(0)
  expect(host).toBeGreaterThan(65_535)
  expect(size).toBeLessThanOrEqual(65_536)
})

test('exec passes input, both outputs and the exit code through', async () => {
  const outcome = await platform.run(['exec', APP, '-i', '--', 'sh', '-c', 'cat; echo oops >&2; exit 42'], {
    input: 'through\n',
  })
  expect(outcome).toMatchObject({ code: 42, stdout: 'through\n' })
  expect(outcome.stderr).toContain('oops')
})

test('exec of a command that is not there ends with 127, as in a shell', async () => {
  const outcome = await platform.run(['exec', APP, '--', 'no-such-command'])
  expect(outcome.code).toBe(127)
  expect(outcome.stderr).toContain('no-such-command')
})

test('a line that the app writes is in its log', async () => {
  // process 1 is of the platform, and the app its first child
  await platform.run(['exec', APP, '--', 'sh', '-c', 'echo a line for the log > /proc/2/fd/1'])
  await eventually(async () => (await platform.run(['logs', APP])).stdout.includes('a line for the log'), {
    what: 'the line in the log',
  })
})

test('stop, start and restart do what they say', async () => {
  expect(await platform.run(['stop', APP])).toMatchObject({ code: 0 })
  await eventually(async () => (await visit(url)).status === 503, {
    what: 'the address saying that it is stopped',
  })
  expect((await visit(url)).body).toContain('stopped')
  expect(await platform.run(['start', APP])).toMatchObject({ code: 0 })
  await eventually(async () => (await visit(url)).status === 200, { what: 'the app after its start' })
  const before = await platform.run(['exec', APP, '--', 'cat', '/proc/1/stat'])
  expect(await platform.run(['restart', APP])).toMatchObject({ code: 0 })
  await eventually(
    async () => {
      const after = await platform.run(['exec', APP, '--', 'cat', '/proc/1/stat'])
      return after.code === 0 && after.stdout.split(' ')[21] !== before.stdout.split(' ')[21]
    },
    { what: 'a process with another start time' },
  )
})

test('roll back brings the older release live again', async () => {
  const changed = await platform.run(['env', APP, 'set', 'COLOUR=green', '--json'])
  expect(changed.code).toBe(0)
  await eventually(
    async () => (await platform.run(['exec', APP, '--', 'sh', '-c', 'echo $COLOUR'])).stdout === 'green\n',
    {
      what: 'the new release with its variable',
    },
  )
  const back = await platform.run(['rollback', APP, '1', '--wait', '--json'])
  expect(back.code).toBe(0)
  expect((await platform.run(['exec', APP, '--', 'sh', '-c', 'echo $COLOUR'])).stdout).toBe('\n')
})

test('destroy leaves no instance, no address and no process', async () => {
  expect(await platform.run(['destroy', APP, '--yes'])).toMatchObject({ code: 0 })
  await eventually(async () => (await visit(url)).status === 404, { what: 'an address that is gone' })
  const gone = await platform.run(['info', APP])
  expect(gone.code).toBe(1)
  expect(gone.stderr).toContain(`berth: there is no app "${APP}"`)
})
