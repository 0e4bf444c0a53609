import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { tracesOf } from './host-traces.ts'
import { runAway, runProgram } from './run-program.ts'
import { testBox } from './test-box.ts'

const box = testBox('life')
const { id, berth } = box

test('a container is created, started once, stopped and deleted', async () => {
  await box.bundle.configure(['sleep', '1000'])
  expect((await create()).code).toBe(0)
  expect(await status()).toBe('created')
  expect((await berth('delete', id)).code).toBe(1)
  const starts = await Promise.all([berth('start', id), berth('start', id)])
  expect(new Set(starts.map(({ code }) => code))).toEqual(new Set([0, 1]))
  expect(await status()).toBe('running')
  expect((await berth('delete', id)).code).toBe(1)
  await berth('kill', id, 'KILL')
  await eventually(async () => (await status()) === 'stopped')
  expect((await berth('kill', id, 'KILL')).code).toBe(1)
  expect((await berth('delete', id)).code).toBe(0)
  expect(traces()).toEqual([])
})

test('hooks run in their order, and read the state', async () => {
  const log = join(box.bundle.path, 'hooks')
  const host = (name: string) => hook(`echo ${name} >> ${log}; cat > ${log}.${name}`)
  const hooks = {
    prestart: [host('prestart')],
    createRuntime: [host('createRuntime')],
    createContainer: [host('createContainer')],
    startContainer: [{ path: '/bin/sh', args: ['sh', '-c', 'echo startContainer > /started; cat > /state'] }],
    poststart: [host('poststart')],
    poststop: [hook('exit 1'), host('poststop')],
  }
  await box.bundle.configure(['true'], { hooks, annotations: { key: 'value' } })
  await create()
  expect(lines(log)).toEqual(['prestart', 'createRuntime', 'createContainer'])
  expect(existsSync(join(box.bundle.path, 'rootfs/started'))).toBe(false)
  await berth('start', id)
  await eventually(async () => (await status()) === 'stopped')
  expect((await berth('delete', id)).code).toBe(0)
  expect(lines(log)).toEqual(['prestart', 'createRuntime', 'createContainer', 'poststart', 'poststop'])
  const inside = JSON.parse(readFileSync(join(box.bundle.path, 'rootfs/state'), 'utf8'))
  expect(inside).toMatchObject({ id, pid: 1, bundle: box.bundle.path, annotations: { key: 'value' } })
  const outside = JSON.parse(readFileSync(`${log}.createRuntime`, 'utf8'))
  expect(outside).toMatchObject({ id, status: 'created', pid: expect.any(Number) })
  expect(JSON.parse(readFileSync(`${log}.poststop`, 'utf8'))).toMatchObject({ id, status: 'stopped' })
})

test.each(['prestart', 'createRuntime', 'createContainer'])(
  'a failing %s hook leaves nothing',
  async (kind) => {
    const after = join(box.bundle.path, `after-${kind}`)
    await box.bundle.configure(['true'], {
      hooks: { [kind]: [hook('exit 3')], poststop: [hook(`touch ${after}`)] },
    })
    const failed = await create()
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain('ended with status 3')
    expect(existsSync(after)).toBe(true)
    expect(traces()).toEqual([])
  },
)

test.each(['startContainer', 'poststart'])('a failing %s hook stops the container', async (kind) => {
  await box.bundle.configure(['sleep', '1000'], { hooks: { [kind]: [{ path: '/bin/false' }] } })
  await create()
  expect((await berth('start', id)).code).toBe(1)
  expect((await berth('state', id)).code).toBe(1)
  expect(traces()).toEqual([])
})

test('a hook that takes too long is killed', async () => {
  const slow = { path: '/bin/sleep', args: ['sleep', '100'], timeout: 1 }
  await box.bundle.configure(['true'], { hooks: { createRuntime: [slow] } })
  expect((await create()).stderr).toContain('took longer than 1 s')
})

test('what cannot be made leaves nothing, and says why in one line', async () => {
  const wrong: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
    ['nosuch', 'executable file not found', {}],
    ['true', 'ociVersion', { ociVersion: 'newest' }],
    ['true', 'CAP_FLY', { process: { ...PROCESS, capabilities: { bounding: ['CAP_FLY'] } } }],
    ['true', 'mounts', { mounts: [{ destination: '/x', type: 'nosuchfs', source: 'x' }] }],
    ['true', 'root', { root: { path: 'nosuch' } }],
  ]
  for (const [program, why, more] of wrong) {
    await box.bundle.configure([program], more)
    const failed = await create()
    expect(failed.code, why).toBe(1)
    expect(failed.stderr.trim().split('\n'), why).toHaveLength(1)
    expect(traces(), why).toEqual([])
  }
})

test('the log has the lines that tools read', async () => {
  const log = join(box.bundle.path, 'log.json')
  await berth('--log', log, '--log-format', 'json', 'start', 'nosuch')
  expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject({
    level: 'error',
    msg: expect.stringContaining('does not exist'),
    time: expect.any(String),
  })
})

test('a descriptor that was not passed on does not arrive', async () => {
  await box.bundle.configure(['sh', '-c', 'ls /proc/1/fd; true'])
  const open = await runProgram('sh', ['-c', `exec 3</dev/null 4</dev/null; ${command('run', id)}`])
  expect(open.stdout).toBe('0\n1\n2\n')
  const passed = await runProgram('sh', [
    '-c',
    `exec 3</dev/null 4</dev/null; ${command('run', '--preserve-fds', '2', id)}`,
  ])
  expect(passed.stdout).toBe('0\n1\n2\n3\n4\n')
})

test('exec takes part in the container, and ends as its program does', async () => {
  await box.bundle.configure(['sleep', '1000'])
  await create()
  await berth('start', id)
  const pidFile = join(box.bundle.path, 'exec.pid')
  const ended = await berth(
    'exec',
    '--pid-file',
    pidFile,
    '--cwd',
    '/tmp',
    '--env',
    'A=1',
    id,
    'sh',
    '-c',
    'pwd; echo $A; exit 4',
  )
  expect(ended).toMatchObject({ code: 4, stdout: '/tmp\n1\n' })
  expect(Number(readFileSync(pidFile, 'utf8'))).toBeGreaterThan(1)
  const file = join(box.bundle.path, 'process.json')
  writeFileSync(file, JSON.stringify({ ...PROCESS, args: ['sh', '-c', 'sleep 500 & exit 0'] }))
  expect((await away('exec', '--detach', '--process', file, id)).code).toBe(0)
  await eventually(async () => JSON.parse((await berth('ps', '-f', 'json', id)).stdout).length === 2)
  await berth('kill', '--all', id, 'KILL')
  await eventually(async () => (await status()) === 'stopped')
})

test('limits can be changed while it runs, and its figures are read', async () => {
  await box.bundle.configure(['sleep', '1000'])
  await create()
  await berth('start', id)
  expect((await berth('update', '--pids-limit', '33', '--memory', '32m', id)).code).toBe(0)
  const { data } = JSON.parse((await berth('events', '--stats', id)).stdout)
  expect(data.pids).toMatchObject({ current: 1, limit: 33 })
  expect(data.memory.usage.limit).toBe(32 * 1024 ** 2)
})

const PROCESS = { user: { uid: 0, gid: 0 }, cwd: '/', env: ['PATH=/bin'], args: ['true'] }

const hook = (script: string) => ({ path: '/bin/sh', args: ['sh', '-c', script] })
const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n')
const traces = () => tracesOf(id, box.runtime.root)
const away = (...args: string[]) => runAway(box.runtime.command, args)
const create = () => runAway(box.runtime.command, ['create', '--bundle', box.bundle.path, id])
const command = (name: string, ...rest: string[]) =>
  [box.runtime.command, name, '--bundle', box.bundle.path, ...rest].join(' ')

async function status(): Promise<string> {
  return JSON.parse((await berth('state', id)).stdout).status
}
