import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProcessView } from '../../../packages/protocol/src/index.ts'
import { deployBusybox, instances, serveText } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'

const APP = 'processed'
const WORKER = ['--', 'sh', '-c', 'echo "a worker of $KIND"; exec sleep 1000000']

let platform: TestPlatform

beforeAll(async () => {
  platform = await sharedPlatform()
  await deployBusybox(platform, APP, serveText('hello'), ['--port', '8080', '--memory', '64M'])
})

afterAll(() => platform.run(['destroy', APP, '--yes']))

const change = (...words: string[]) => platform.run(['processes', APP, ...words])
const list = () => platform.json<(ProcessView & { name: string })[]>(['processes', APP])
const named = async (name: string) => (await list()).find((process) => process.name === name)

async function changed(...words: string[]): Promise<void> {
  const { code, stderr } = await change('--wait', ...words)
  expect({ code, stderr }).toMatchObject({ code: 0 })
}

test('a new process is made with what is said of it, runs, and is listed', async () => {
  await changed('set', 'worker', '--replicas', '1', '--memory', '48M', '--pids', '20', ...WORKER)
  expect(await named('worker')).toMatchObject({
    ...{ replicas: 1, port: null, command: WORKER.slice(1) },
    limits: { memory: 48 * 1024 ** 2, pids: 20 },
  })
  const { stdout } = await change()
  expect(stdout).toMatch(/^worker +1 +- +48 MiB memory, 20/m)
  const runs = async () =>
    (await instances(platform, APP)).some(({ process, state }) => process === 'worker' && state === 'running')
  await eventually(runs, { withinMs: 100_000, what: 'a worker' })
})

test('what is not said of a process stays, and what is taken back is gone', async () => {
  await changed('set', 'worker', '--replicas', '0')
  expect(await named('worker')).toMatchObject({
    ...{ replicas: 0, command: WORKER.slice(1), limits: { memory: 48 * 1024 ** 2, pids: 20 } },
  })
  await changed('set', 'worker', '--no-limits', '--command', 'sleep 1000000')
  const worker = await named('worker')
  expect(worker?.limits ?? null).toBeNull()
  expect(worker?.command).toEqual(['sleep', '1000000'])
})

test('a process gets a health check, and loses its command to that of the image', async () => {
  await changed('set', 'web', '--health-path', '/')
  expect((await named('web'))?.health).toMatchObject({ kind: 'http', path: '/' })
  await changed('set', 'worker', '--command', '')
  expect((await named('worker'))?.command ?? null).toBeNull()
})

test('a removed process is gone with its instances, and one that is not there is told', async () => {
  await changed('remove', 'worker')
  expect((await list()).map(({ name }) => name)).toEqual(['web'])
  const gone = async () => (await instances(platform, APP)).every(({ process }) => process === 'web')
  await eventually(gone, { withinMs: 100_000, what: 'no worker' })
  const again = await change('remove', 'worker')
  expect(again.code).not.toBe(0)
  expect(again.stderr).toContain('worker')
})

test('what cannot be meant is refused before anything is asked of the platform', async () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['set', 'worker'], /say what is to be set of worker/],
    [['set', 'worker', '--memory', '64M', '--no-limits'], /--no-limits/],
    [['set', 'worker', '--command', 'sleep 1', '--', 'sleep', '2'], /not both/],
    [['set', 'worker', '--memory', 'much'], /memory/],
    [['set'], /processes/],
    [['polish', 'worker'], /processes/],
  ]
  for (const [words, said] of cases) {
    const { code, stderr } = await change(...words)
    expect({ words, code }).toEqual({ words, code: 2 })
    expect(stderr).toMatch(said)
  }
  const wrong = await change('set', 'No Name', '--replicas', '1', '--', 'true')
  expect(wrong.code).not.toBe(0)
})
