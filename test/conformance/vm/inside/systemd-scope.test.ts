import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bundle, makeBundle } from '../../oci-runtime/bundle.ts'
import { runAway, runProgram } from '../../oci-runtime/run-program.ts'
import { type RuntimeWrapper, wrapRuntime } from '../../oci-runtime/runtime-wrapper.ts'

const MIB = 1024 ** 2
const SCOPE = 'pod-c1.scope'
const GROUP = '/sys/fs/cgroup/berth.slice/berth-test.slice/pod-c1.scope'

let runtime: RuntimeWrapper
let bundle: Bundle

beforeAll(async () => {
  runtime = await wrapRuntime()
  bundle = await makeBundle()
})
afterEach(() => berth('delete', '--force', 'c1'))
afterAll(async () => {
  await runtime.remove()
  await bundle.remove()
})

test('systemd has the scope with its limits and its process, is told of other limits, and forgets it', async () => {
  await create({
    memory: { limit: 64 * MIB },
    cpu: { shares: 2048, quota: 25_000, period: 100_000 },
    pids: { limit: 20 },
  })
  expect(await shown('ActiveState', 'Slice', 'Delegate', 'Description')).toEqual({
    ActiveState: 'active',
    Slice: 'berth-test.slice',
    Delegate: 'yes',
    Description: 'berth-runtime container c1',
  })
  expect(await shown('MemoryMax', 'CPUQuotaPerSecUSec', 'TasksMax')).toEqual({
    MemoryMax: String(64 * MIB),
    CPUQuotaPerSecUSec: '250ms',
    TasksMax: '20',
  })
  const { pid } = JSON.parse((await berth('state', 'c1')).stdout) as { pid: number }
  expect(members()).toEqual([String(pid)])
  await berth('start', 'c1')
  expect((await berth('update', '--memory', String(32 * MIB), '--pids-limit', '30', 'c1')).code).toBe(0)
  expect(await shown('MemoryMax', 'TasksMax')).toEqual({ MemoryMax: String(32 * MIB), TasksMax: '30' })
  await runProgram('systemctl', ['daemon-reload'])
  expect(readFileSync(join(GROUP, 'memory.max'), 'utf8').trim()).toBe(String(32 * MIB))
  expect((await berth('delete', '--force', 'c1')).code).toBe(0)
  expect(await shown('LoadState')).toEqual({ LoadState: 'not-found' })
  expect(existsSync(GROUP)).toBe(false)
})

test('a container that ended by itself leaves no scope', async () => {
  await create({}, ['true'])
  await berth('start', 'c1')
  await berth('delete', '--force', 'c1')
  expect(await shown('LoadState')).toEqual({ LoadState: 'not-found' })
})

test('a create that fails leaves no scope, and a name that is taken is refused', async () => {
  expect((await configured({ memory: { limit: 64 * MIB } }, ['/not/there'])).code).toBe(1)
  expect(await shown('LoadState')).toEqual({ LoadState: 'not-found' })
  await create({})
  const second = await runAway(runtime.command, ['--systemd-cgroup', 'create', '-b', bundle.path, 'c2'])
  expect(second.code).toBe(1)
  expect(second.stderr).toContain(SCOPE)
  expect((await berth('state', 'c1')).code).toBe(0)
})

test('what is no name of a scope is refused', async () => {
  await bundle.configure(['true'], { linux: { namespaces: [], cgroupsPath: '/plain/path' } })
  const refused = await runAway(runtime.command, ['--systemd-cgroup', 'create', '-b', bundle.path, 'c1'])
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stderr).toContain('slice:prefix:name')
})

async function create(resources: object, args = ['sleep', '1000']): Promise<void> {
  expect(await configured(resources, args)).toMatchObject({ code: 0, stderr: '' })
}

async function configured(resources: object, args: readonly string[]) {
  const namespaces = ['pid', 'mount', 'ipc', 'uts'].map((type) => ({ type }))
  await bundle.configure(args, {
    linux: { namespaces, resources, cgroupsPath: 'berth-test.slice:pod:c1' },
  })
  return runAway(runtime.command, ['--systemd-cgroup', 'create', '-b', bundle.path, 'c1'])
}

async function shown(...properties: readonly string[]): Promise<Record<string, string>> {
  const { stdout } = await runProgram('systemctl', [
    'show',
    SCOPE,
    ...properties.flatMap((one) => ['-p', one]),
  ])
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

function members(): readonly string[] {
  return readFileSync(join(GROUP, 'cgroup.procs'), 'utf8').trim().split('\n')
}

/** Without the option: what was made through systemd is remembered. */
function berth(...args: readonly string[]) {
  return runProgram(runtime.command, args)
}
