import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { atTerminal, quoted } from './at-terminal.ts'
import { type Containerd, startContainerd } from './containerd.ts'
import { tracesOf } from './host-traces.ts'
import { makeImageArchive } from './image-archive.ts'
import { type RuntimeWrapper, wrapRuntime } from './runtime-wrapper.ts'
import { updateTask } from './task-api.ts'

const IMAGE = 'local/busybox:1'
const MIB = 1024 ** 2
const SNAPSHOTTER = ['--snapshotter', 'native'] as const

let containerd: Containerd
let runtime: RuntimeWrapper
const id = `shim-${randomBytes(4).toString('hex')}`

beforeAll(async () => {
  runtime = await wrapRuntime()
  containerd = await startContainerd()
  const archive = await makeImageArchive(containerd.folder, IMAGE)
  expect((await ctr('images', 'import', ...SNAPSHOTTER, archive)).stderr).toBe('')
})
afterEach(async () => {
  await ctr('tasks', 'delete', '--force', id)
  await ctr('containers', 'delete', id)
})
afterAll(async () => {
  await containerd.stop()
  await runtime.remove()
})

test('run shows what the program says, and ends as it does', async () => {
  const said = await run([], 'sh', '-c', 'echo out; echo err >&2; exit 7')
  expect(said).toMatchObject({ code: 7, stdout: 'out\n', stderr: expect.stringContaining('err') })
  expect(traces()).toEqual([])
})

test('a program that is not there is named, and nothing is left', async () => {
  const failed = await run([], 'nosuch')
  expect(failed.code).not.toBe(0)
  expect(failed.stderr).toContain('nosuch')
  expect(traces()).toEqual([])
})

test('a task is entered, paused, resumed, measured, killed and removed', async () => {
  const limits = ['--detach', '--memory-limit', String(32 * MIB)]
  expect((await start(limits, 'sleep', '1000')).stderr).toBe('')
  expect(await exec('sh', '-c', 'echo in; exit 3')).toMatchObject({ code: 3, stdout: 'in\n' })
  expect((await ctr('tasks', 'ps', id)).stdout.trim().split('\n')).toHaveLength(2)
  expect((await ctr('tasks', 'metrics', id)).stdout).toMatch(/memory\S*(limit|max)\S*\s+33554432/)
  expect((await ctr('tasks', 'pause', id)).code).toBe(0)
  expect(await status()).toBe('PAUSED')
  expect((await ctr('tasks', 'resume', id)).code).toBe(0)
  expect(await status()).toBe('RUNNING')
  expect((await ctr('tasks', 'kill', '--signal', 'SIGKILL', id)).code).toBe(0)
  await eventually(async () => (await status()) === 'STOPPED')
  expect((await ctr('tasks', 'delete', id)).stderr).toContain('137')
  expect((await ctr('containers', 'delete', id)).code).toBe(0)
  expect(traces()).toEqual([])
})

test('limits of a task are changed while it runs, and what cannot be given is refused in words', async () => {
  expect((await start(['--detach', '--memory-limit', String(64 * MIB)], 'sleep', '1000')).stderr).toBe('')
  const changes = { memory: { limit: 48 * MIB, swap: 48 * MIB }, pids: { limit: 7 }, cpu: { shares: 512 } }
  expect(await updateTask(containerd.socket, id, changes)).toEqual({ status: '0', message: '' })
  const metrics = (await ctr('tasks', 'metrics', id)).stdout
  expect(metrics).toMatch(new RegExp(`memory\\S*(limit|max)\\S*\\s+${48 * MIB}\\b`))
  expect(metrics).toMatch(/pids\.limit\s+7\b/)
  expect((await exec('true')).code).toBe(0)
  const refused = await updateTask(containerd.socket, id, { cpu: { cpus: '4000' } })
  expect(refused).toEqual({
    status: '2',
    message: expect.stringContaining('the kernel refuses "4000" for cpuset.cpus'),
  })
  expect(await status()).toBe('RUNNING')
})

test('a terminal is the terminal of the program, also of one that enters', async () => {
  const said = await ctrAtTerminal('run', ...runOptions(['--rm', '--tty']), IMAGE, id, 'tty')
  expect(said.stdout).toContain('/dev/pts/0')
  await start(['--detach'], 'sleep', '1000')
  const entered = await ctrAtTerminal('tasks', 'exec', '--tty', '--exec-id', 'enters', id, 'tty')
  expect(entered.stdout).toContain('/dev/pts/')
})

// the shim adds its namespace
const traces = () => tracesOf(id, `${runtime.root}/default`)
const ctr = (...args: string[]) => containerd.ctr(...args)
const ctrAtTerminal = (...args: string[]) =>
  atTerminal(['ctr', '--address', containerd.socket, ...args].map(quoted).join(' '))
const run = (options: readonly string[], ...program: string[]) => start(['--rm', ...options], ...program)
const start = (options: readonly string[], ...program: string[]) =>
  ctr('run', ...runOptions(options), IMAGE, id, ...program)
const exec = (...program: string[]) => ctr('tasks', 'exec', '--exec-id', 'enters', id, ...program)

function runOptions(options: readonly string[]): readonly string[] {
  return [...SNAPSHOTTER, '--runc-binary', runtime.command, '--runc-root', runtime.root, ...options]
}

async function status(): Promise<string | undefined> {
  const line = (await ctr('tasks', 'list')).stdout.split('\n').find((text) => text.startsWith(id))
  return line?.trim().split(/\s+/)[2]
}
