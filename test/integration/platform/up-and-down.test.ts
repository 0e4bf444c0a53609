import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { runBerth, startPlatform, type TestPlatform } from '../../support/platform.ts'
import { visit } from '../../support/visit.ts'
import { tracesOf } from './traces.ts'

const run = promisify(execFile)
let platform: TestPlatform

beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform?.stop())

const welcome = () => `http://welcome--${platform.admin.tenant}.localhost:${platform.port}/`
const answers = async () => (await visit(welcome())).status === 200

test('the first start shows the welcome app', async () => {
  expect(await answers()).toBe(true)
  expect(await platform.json<object[]>(['apps'])).toMatchObject([{ name: 'welcome', state: 'running' }])
})

test('every process has a user of its own, and only the agent is root', async () => {
  const processes = await platform.json<{ name: string; pid: number }[]>(['status', '--data', platform.dir])
  const users = await Promise.all(
    processes.map(async ({ name, pid }) => {
      const { stdout } = await run('ps', ['-o', 'user:32=', '-p', String(pid)])
      return [name, stdout.trim()]
    }),
  )
  expect(Object.fromEntries(users)).toEqual({
    postgres: 'berth-postgres',
    redis: 'berth-redis',
    door: 'berth-door',
    control: 'berth-control',
    web: 'berth-web',
    lessons: 'berth-web',
    agent: 'root',
    resolver: 'berth-resolver',
  })
})

test('a second up says that the platform is running, and changes nothing', async () => {
  const before = await platform.json(['status', '--data', platform.dir])
  const { code, stdout } = await runBerth(['up', '--detach', '--data', platform.dir])
  expect(code).toBe(0)
  expect(stdout).toMatch(`running already at ${platform.url}`)
  expect(await platform.json(['status', '--data', platform.dir])).toEqual(before)
})

test('a port that is taken is named, with who has it', async () => {
  const other = `${platform.dir}-other`
  const { code, stderr } = await runBerth(['up', '--data', other, '--port', String(platform.port)])
  expect(code).toBe(1)
  expect(stderr).toMatch(new RegExp(`berth: port ${platform.port} is taken by .*--port`))
  await runBerth(['down', '--all', '--data', other])
})

test('down leaves the containers, and the next up finds data and containers again', async () => {
  const [before] = await platform.json<{ id: string; restarts: number }[]>(['ps', 'welcome'])
  expect((await runBerth(['down', '--data', platform.dir])).code).toBe(0)
  const stopped = await runBerth(['status', '--json', '--data', platform.dir])
  expect(JSON.parse(stopped.stdout).every(({ state }: { state: string }) => state === 'stopped')).toBe(true)
  expect((await tracesOf(platform.dir)).supervisors).not.toEqual([])

  expect((await runBerth(['up', '--detach', '--data', platform.dir])).code).toBe(0)
  await eventually(answers, { what: 'the welcome app' })
  expect((await platform.json<object[]>(['ps', 'welcome']))[0]).toMatchObject({
    id: before?.id,
    restarts: before?.restarts,
  })
})

test('without one of its secrets the platform refuses to start, and says which', async () => {
  await runBerth(['down', '--data', platform.dir])
  const file = `${platform.dir}/secrets/master.key`
  const key = await readFile(file, 'utf8')
  await run('mv', [file, `${file}.away`])
  const { code, stderr } = await runBerth(['up', '--detach', '--data', platform.dir])
  expect(code).toBe(1)
  expect(stderr).toContain(`${file} is missing`)
  await run('mv', [`${file}.away`, file])
  expect(await readFile(file, 'utf8')).toBe(key)
  expect((await runBerth(['up', '--detach', '--data', platform.dir])).code).toBe(0)
})

test('down --all leaves the data and nothing else', async () => {
  const kept = `${platform.dir}/agent/kept`
  await writeFile(kept, 'x')
  const before = await tracesOf(platform.dir)
  expect(before.supervisors).not.toEqual([])
  expect((await runBerth(['down', '--all', '--data', platform.dir])).code).toBe(0)
  expect(await tracesOf(platform.dir)).toEqual({
    processes: [],
    supervisors: [],
    links: [],
    tables: [],
    cgroups: [],
    mounts: [],
    folders: [],
  })
  expect(await readFile(kept, 'utf8')).toBe('x')
})
