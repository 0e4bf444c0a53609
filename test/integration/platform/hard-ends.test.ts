import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BERTH, connectPlatform, freePort, removePlatform, runBerth } from '../../support/platform.ts'
import { eventually } from '../../support/eventually.ts'
import { visit } from '../../support/visit.ts'
import { runFolder } from './run-folder.ts'
import { tracesOf } from './traces.ts'

type Known = { readonly pid: number; readonly startTicks: number; readonly since: string }
type State = { readonly up: Known; readonly processes: Readonly<Record<string, Known>> }

/** One platform goes through all of this, from its first start to its removal. */
let dir: string
let bystander: ChildProcess | undefined

beforeAll(async () => {
  dir = path.join(await mkdtemp(path.join(tmpdir(), `berth-test-${process.pid}-`)), 'data')
})
afterAll(async () => {
  bystander?.kill('SIGKILL')
  await removePlatform(dir)
})

const berth = (...args: readonly string[]) => runBerth([...args, '--data', dir])
const stateFile = async () => `${await runFolder({ dir })}/state.json`
const readState = async (): Promise<State> => JSON.parse(await readFile(await stateFile(), 'utf8'))

/** Of the same user as the database, which could not tell it from a server of its own by asking the kernel. */
async function startBystander(): Promise<ChildProcess> {
  const identity = ['--reuid=berth-postgres', '--regid=berth', '--clear-groups']
  const child = spawn('setpriv', [...identity, '--pdeathsig', 'KILL', 'sleep', '600'])
  await once(child, 'spawn')
  return child
}

const NAMES = ['postgres', 'redis', 'door', 'control', 'web', 'lessons', 'agent', 'resolver']

async function statesByName(): Promise<Record<string, string>> {
  const { stdout } = await berth('status', '--json')
  const list: { name: string; state: string }[] = JSON.parse(stdout)
  return Object.fromEntries(list.map(({ name, state }) => [name, state]))
}

test('Ctrl-C ends an up in the foreground and its processes, and leaves the apps running', async () => {
  // exec, as a shell that waits beside it would be told of Ctrl-C too and say 130 whatever up said
  const up = spawn('script', [
    '-qec',
    `exec ${BERTH} up --data ${dir} --port ${await freePort()}`,
    '/dev/null',
  ])
  let said = ''
  up.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const ended = once(up, 'exit')
  await eventually(() => said.includes('Berth is running at'), { withinMs: 100_000, what: 'the start' })
  up.stdin.write('\u0003')
  expect(await ended).toEqual([0, null])
  expect(said).toMatch(/\^C.*stopping/s)
  expect(Object.values(await statesByName())).toEqual(NAMES.map(() => 'stopped'))
  expect((await tracesOf(dir)).supervisors).not.toEqual([])
})

test('pids that a crash of the machine left, and that belong to another program by now, are not signalled', async () => {
  bystander = await startBystander()
  const state = await readState()
  const stranger: Known = { pid: bystander.pid ?? 0, startTicks: 1, since: new Date().toISOString() }
  const processes = Object.fromEntries(NAMES.map((name) => [name, stranger]))
  await writeFile(await stateFile(), JSON.stringify({ ...state, up: stranger, phase: 'ready', processes }))
  await writeFile(`${dir}/postgres/18/postmaster.pid`, `${bystander.pid}\n${dir}/postgres/18\n`)

  expect(Object.values(await statesByName())).toEqual(NAMES.map(() => 'stopped'))
  expect(await berth('down')).toMatchObject({ code: 0 })
  expect(await berth('up', '--detach')).toMatchObject({ code: 0 })
  expect(Object.values(await statesByName())).toEqual(NAMES.map(() => 'running'))
  expect(bystander?.exitCode ?? bystander?.signalCode).toBeNull()
})

test('after a killed up, status tells which processes run and that nobody watches over them', async () => {
  const { up, processes } = await readState()
  for (const known of [up, processes['web'], processes['redis']]) {
    if (!known) throw new Error('not all processes are on record')
    process.kill(known.pid, 'SIGKILL')
  }
  await eventually(async () => (await statesByName())['web'] === 'stopped', { what: 'the end of web' })
  expect(await statesByName()).toEqual({
    ...Object.fromEntries(NAMES.map((name) => [name, 'running'])),
    web: 'stopped',
    redis: 'stopped',
  })
  expect((await berth('status')).stderr).toContain('up itself was killed')
  const { code, stdout } = await berth('doctor')
  expect(code).toBe(1)
  expect(stdout).toMatch(/FIX {2}up: was killed/)
})

test('down --all removes a half-dead platform whole, also what its state file does not know', async () => {
  const stale = { ...(await readState()), processes: {} }
  await writeFile(await stateFile(), JSON.stringify(stale))
  await rm(path.join(dir, 'logs'), { recursive: true })
  expect(await berth('down', '--all')).toMatchObject({ code: 0 })
  const traces = await tracesOf(dir)
  expect(traces).toEqual(Object.fromEntries(Object.keys(traces).map((kind) => [kind, []])))
  expect(bystander?.exitCode ?? bystander?.signalCode).toBeNull()
})

test('the data of all that starts again', async () => {
  expect(await berth('up', '--detach')).toMatchObject({ code: 0 })
  const { admin, port } = await connectPlatform(dir)
  const welcome = `http://welcome--${admin.tenant}.localhost:${port}/`
  await eventually(async () => (await visit(welcome)).status === 200, { what: 'the welcome app' })
})
