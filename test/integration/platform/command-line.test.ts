import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, serveText } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import { freePort, type TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'

const APP = 'command-line'
let platform: TestPlatform

beforeAll(async () => {
  platform = await sharedPlatform()
  await deployBusybox(platform, APP, serveText('one'), ['--port', '8080', '--env', 'A=1', '-e', 'B=2'])
  await deployBusybox(platform, APP, serveText('two'))
})
afterAll(() => platform.run(['destroy', APP, '--yes']))

test('deploy takes many variables, env lists them', async () => {
  expect((await platform.run(['env', APP])).stdout).toBe('A=1\nB=2\n')
})

test('rollback says from which release to which, and releases marks the current one', async () => {
  const { code, stderr } = await platform.run(['rollback', APP, '--wait'])
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`rolling ${APP} back from release 2 to release 1, as release 3`),
  })
  const { stdout } = await platform.run(['releases', APP])
  expect(stdout.split('\n').filter((line) => line.startsWith('*'))).toEqual([
    expect.stringMatching(/^\* +3 .* now .*current, roll back to 1$/),
  ])
})

test.each([
  ...['apps', 'ps', `releases ${APP}`, `info ${APP}`, 'images', 'images inspect busybox'],
  ...[`stats ${APP}`, `top ${APP}`],
  ...['nodes', 'quota', 'tokens'],
])('berth %s fits 100 columns and tells times as one says them', async (line) => {
  const { code, stdout } = await platform.run(line.split(' '))
  expect(code).toBe(0)
  expect(stdout.split('\n').filter((row) => row.length > 100)).toEqual([])
  expect(stdout).not.toMatch(/\d{4}-\d\d-\d\dT/)
})

test('status tells times so too, and JSON keeps them exact', async () => {
  const status = ['status', '--data', platform.dir]
  const told = await platform.run(status)
  expect(told.stdout).not.toMatch(/\d{4}-\d\d-\d\dT/)
  expect(told.stderr).toBe('') // no certificate of an address that the door does not serve by TLS
  const [first] = await platform.json<{ since: string }[]>(status)
  expect(first?.since).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  const [release] = await platform.json<{ createdAt: string }[]>(['releases', APP])
  expect(release?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
})

test.each([
  [`exec ${APP}`, 2, `as in berth exec ${APP} -- ls -l; for a shell: berth exec ${APP} -it`],
  [`exec ${APP} -it`, 1, 'the input is no terminal: leave -t out'],
  [`env ${APP} add A=1`, 2, 'env cannot "add"'],
  [`scale ${APP} 2`, 2, 'say of which process: web=2'],
  [`deploy ${APP} --image busybox --memory 64`, 2, 'that is 64 B: write a size from 4 MiB up, as 256M'],
  [`deploy ${APP} --image busybox --stop-signal FOO`, 2, '--stop-signal FOO: choose of SIGTERM'],
  [`env ${APP} unset NOPE`, 1, 'NOPE is not set in this app: it has A, B'],
  [`logs ${APP} --process none`, 1, `there is no process "none" in ${APP}: it has web`],
  ['images inspect busybox:none', 1, 'image busybox:none not found (tags: latest)'],
  ['images build ubuntu', 2, 'Allowed choices are busybox, welcome, debian:12, node:24'],
  [`cp ./nothing-here ${APP}:/tmp`, 1, './nothing-here: there is no such file or folder here'],
  [`cp ${APP}:/etc/hosts /no-folder/x`, 1, '/no-folder: there is no such file or folder here'],
  [`wait ${APP} --timeout 1s`, 124, `the end of ${APP} did not come within 1s`],
  [`destroy ${APP}`, 1, 'no terminal to ask on: confirm with --yes'],
])('berth %s exits with %i and says what to do', async (line, code, message) => {
  expect(await platform.run(line.split(' '))).toMatchObject({
    code,
    stdout: '',
    stderr: expect.stringContaining(message),
  })
})

test('a command runs in a container of its own, attended or not, and its log stays', async () => {
  const script = 'cat; echo "err $A" >&2; exit 3'
  const attended = await platform.run(['run', APP, '-i', 'sh', '-c', script], { input: 'typed' })
  expect(attended).toMatchObject({ code: 3, stdout: 'typed', stderr: 'err 1\n' })
  const { stdout } = await platform.run(['run', APP, '--detach', '--', 'echo', 'detached'])
  const id = stdout.trim()
  await eventually(async () => (await platform.run(['jobs', APP, 'logs', id])).stdout === 'detached\n', {
    withinMs: 60_000,
    what: 'the log of a job',
  })
  expect((await platform.run(['jobs', APP])).stdout).toContain(id)
})

test('a shell reads its commands from a pipe', async () => {
  const outcome = await platform.run(['exec', APP, '-i'], { input: 'echo "from the $A"\n' })
  expect(outcome).toMatchObject({ code: 0, stdout: 'from the 1\n' })
})

test('an address that is none, or where nobody is, is said in words', async () => {
  const inVain = (BERTH_URL: string) => platform.run(['apps'], { env: { BERTH_URL } })
  expect(await inVain('localhost:7070')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('BERTH_URL "localhost:7070" is no address: begin it with http:// or'),
  })
  const port = await freePort()
  expect(await inVain(`http://localhost:${port}`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`cannot connect to localhost:${port}: is the platform running`),
  })
})

test('an address of the platform with TLS that it has not got is said so', async () => {
  const BERTH_URL = platform.url.replace('http:', 'https:')
  const { stderr } = await platform.run(['logs', APP, '--tenant', 'main'], { env: { BERTH_URL } })
  expect(stderr).toContain('does not speak TLS: does its address begin with http:// instead?')
})

test('the options behind a command are its own, without -- too', async () => {
  expect(await platform.run(['exec', APP, 'echo', '-n', '--json'])).toMatchObject({
    code: 0,
    stdout: '--json',
  })
})

test('info and releases tell how a release runs, in words and as JSON', async () => {
  const flags = ['--read-only', '--tmpfs', '/tmp:8M', '--ulimit', 'nofile=512', '--stop-signal', 'INT']
  await deployBusybox(platform, APP, serveText('three'), [...flags, '--health-path', '/'])
  const { stdout } = await platform.run(['info', APP])
  const said = [
    "'mkdir -p /tmp/www",
    'GET / on port 8080',
    'can only be read',
    '/tmp 8 MiB',
    'nofile=512',
    'SIGINT',
  ]
  for (const words of said) expect(stdout).toContain(words)
  expect(await platform.json(['info', APP])).toMatchObject({
    health: { kind: 'http', path: '/' },
    options: { readOnly: true, ulimits: { nofile: 512 } },
  })
  const states = (await platform.json<{ state: string }[]>(['releases', APP])).map(({ state }) => state)
  expect(states).toEqual(['live', 'superseded', 'superseded', 'superseded'])
})

test('wait ends with the code of the program, at one end or at the last', async () => {
  const app = 'command-line-job'
  await deployBusybox(platform, app, ['sh', '-c', 'trap "exit 5" TERM; sleep 5 & wait; exit 3'])
  try {
    expect((await platform.run(['wait', app, '--for', 'running', '--timeout', '30s'])).code).toBe(0)
    const once = await platform.run(['wait', app, '--for', 'exit', '--timeout', '60s', '--json'])
    expect(once.code).toBe(3)
    expect(JSON.parse(once.stdout)).toMatchObject([{ exitCode: 3, reason: 'exited with code 3' }])
    const last = platform.run(['wait', app, '--timeout', '60s'])
    await platform.run(['stop', app])
    expect([3, 5]).toContain((await last).code)
    expect(await platform.run(['wait', app, '--for', 'running'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${app} is stopped; it will not run by itself`),
    })
  } finally {
    await platform.run(['destroy', app, '--yes'])
  }
})
