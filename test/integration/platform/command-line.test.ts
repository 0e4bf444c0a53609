import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, serveText } from '../../support/deploy.ts'
import type { TestPlatform } from '../../support/platform.ts'
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
  ...['apps', 'ps', `releases ${APP}`, `info ${APP}`, 'images', 'images inspect library/busybox'],
  ...['nodes', 'quota', 'tokens'],
])('berth %s fits 100 columns and tells times as one says them', async (line) => {
  const { code, stdout } = await platform.run(line.split(' '))
  expect(code).toBe(0)
  expect(stdout.split('\n').filter((row) => row.length > 100)).toEqual([])
  expect(stdout).not.toMatch(/\d{4}-\d\d-\d\dT/)
})

test('status tells times so too, and JSON keeps them exact', async () => {
  const status = ['status', '--data', platform.dir]
  expect((await platform.run(status)).stdout).not.toMatch(/\d{4}-\d\d-\d\dT/)
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
  [`destroy ${APP}`, 1, 'no terminal to ask on: confirm with --yes'],
])('berth %s exits with %i and says what to do', async (line, code, message) => {
  expect(await platform.run(line.split(' '))).toMatchObject({
    code,
    stdout: '',
    stderr: expect.stringContaining(message),
  })
})

test('a shell reads its commands from a pipe', async () => {
  const outcome = await platform.run(['exec', APP, '-i'], { input: 'echo "from the $A"\n' })
  expect(outcome).toMatchObject({ code: 0, stdout: 'from the 1\n' })
})
