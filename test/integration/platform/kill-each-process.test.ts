import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { runBerth, startPlatform, type TestPlatform } from '../../support/platform.ts'
import { haproxyWorkers } from '../door/worker-pids.ts'
import { requestLoop } from './request-loop.ts'
import { runFolder } from './run-folder.ts'

type Process = { readonly name: string; readonly pid: number | null; readonly state: string }

let platform: TestPlatform

beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform?.stop())

const welcome = () => `http://welcome--${platform.admin.tenant}.localhost:${platform.port}/`
const processes = () => platform.json<Process[]>(['status', '--data', platform.dir])

async function pidOf(name: string): Promise<number> {
  const pid = (await processes()).find((process) => process.name === name)?.pid
  if (!pid) throw new Error(`${name} is not running`)
  return pid
}

test.each(['web', 'lessons', 'control', 'agent', 'resolver', 'redis', 'postgres'])(
  'an app goes on answering while %s is killed and comes back',
  async (name) => {
    const loop = requestLoop(welcome())
    const before = await pidOf(name)
    process.kill(before, 'SIGKILL')
    await eventually(
      async () =>
        (await processes()).some((one) => one.name === name && one.pid !== null && one.pid !== before),
      {
        what: `another ${name}`,
      },
    )
    await eventually(async () => (await platform.run(['exec', 'welcome', '--', 'true'])).code === 0, {
      withinMs: 30_000,
      what: 'a command in the app',
    })
    const { asked, failures } = await loop.stop()
    expect(failures).toEqual([])
    expect(asked).toBeGreaterThan(10)
  },
)

test('killing the worker of HAProxy costs no more than what was in flight', async () => {
  const [worker] = await haproxyWorkers(`${await runFolder(platform)}/door/master.sock`)
  if (!worker) throw new Error('HAProxy has no worker')
  const loop = requestLoop(welcome())
  process.kill(worker, 'SIGKILL')
  await eventually(async () => (await platform.run(['apps'])).code === 0, { what: 'the door' })
  const { failures } = await loop.stop()
  expect(failures.length).toBeLessThanOrEqual(1) // the loop has one request in flight at a time
})

test('deploys work after all of that', async () => {
  const image = 'library/welcome'
  const result = await platform.json(['deploy', 'after-kills', '--image', image, '--port', '8080', '--wait'])
  expect(result).toMatchObject({ app: 'after-kills', release: 1, state: 'running' })
})

test('killing up stops nothing, and the next up takes the platform over under the same door', async () => {
  const loop = requestLoop(welcome())
  const { up } = JSON.parse(await readFile(`${await runFolder(platform)}/state.json`, 'utf8'))
  const before = await processes()
  process.kill(up.pid, 'SIGKILL')
  expect(await processes()).toEqual(before)

  const again = await runBerth(['up', '--detach', '--data', platform.dir])
  expect(again.code).toBe(0)
  const { failures } = await loop.stop()
  expect(failures).toEqual([])
  const after = await processes()
  const pid = (list: Process[], name: string) => list.find((process) => process.name === name)?.pid
  expect(pid(after, 'door')).toBe(pid(before, 'door'))
  for (const name of ['postgres', 'redis', 'web', 'lessons', 'control', 'agent', 'resolver']) {
    expect(pid(after, name)).not.toBe(pid(before, name))
  }
  expect(await platform.run(['exec', 'welcome', '--', 'true'])).toMatchObject({ code: 0 })
})
