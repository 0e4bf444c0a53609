import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBusyboxRootfs } from './busybox-rootfs.ts'
import { runProgram } from './run-program.ts'
import { type RuntimeWrapper, wrapRuntime } from './runtime-wrapper.ts'

// limits that root may set on machines that take CAP_SYS_RESOURCE away
const CONTAINERS_CONF = `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=20000:20000"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
`

let folder: string
let runtime: RuntimeWrapper

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podman-'))
  runtime = await wrapRuntime()
  await makeBusyboxRootfs(join(folder, 'rootfs'))
  await writeFile(join(folder, 'containers.conf'), CONTAINERS_CONF)
})
afterAll(async () => {
  await podman('rm', '--all', '--force', '--time', '0')
  await runtime.remove()
  await rm(folder, { recursive: true, force: true })
})

test('run shows what the program says, and ends as it does', async () => {
  expect(await run('sh', '-c', 'echo out; echo err >&2; exit 7')).toMatchObject({
    code: 7,
    stdout: 'out\n',
    stderr: expect.stringContaining('err'),
  })
})

test('a program that is not there, or may not be executed, gives the exit codes of a shell', async () => {
  expect((await run('nosuch')).code).toBe(127)
  expect((await run('/etc')).code).toBe(126)
})

test('user, folder, environment and names arrive in the container', async () => {
  const options = ['--user', '5:6', '--workdir', '/tmp', '--env', 'A=b c', '--hostname', 'inside']
  const said = await run(
    ...options,
    '--',
    'sh',
    '-c',
    'id -u; id -g; pwd; echo "$A"; cat /proc/sys/kernel/hostname',
  )
  expect(said.stdout).toBe('5\n6\n/tmp\nb c\ninside\n')
})

test('limits of memory and processes are set', async () => {
  const said = await run('--memory', '64m', '--pids-limit', '77', '--', 'sh', '-c', LIMITS)
  expect(said.stdout).toBe('67108864\n77\n')
})

test('a container in the background is entered, paused, listed, stopped and removed', async () => {
  const started = await podman('run', '--detach', '--name', 'life', ...COMMON, rootfs(), 'sleep', '1000')
  expect(started.stderr).toBe('')
  expect(started.code).toBe(0)
  expect((await podman('exec', 'life', 'sh', '-c', 'echo entered; exit 3')).code).toBe(3)
  expect((await podman('exec', 'life', 'nosuch')).code).toBe(127)
  expect((await podman('top', 'life', 'args')).stdout).toContain('sleep 1000')
  expect((await podman('pause', 'life')).code).toBe(0)
  expect((await podman('inspect', '--format', '{{.State.Status}}', 'life')).stdout).toBe('paused\n')
  expect((await podman('unpause', 'life')).code).toBe(0)
  expect((await podman('stop', '--time', '0', 'life')).code).toBe(0)
  expect((await podman('inspect', '--format', '{{.State.ExitCode}}', 'life')).stdout).toBe('137\n')
  expect((await podman('rm', 'life')).code).toBe(0)
})

test('a terminal is the terminal of the program', async () => {
  const said = await podman('run', '--rm', '--tty', ...COMMON, rootfs(), 'tty')
  expect(said.stdout.trim()).toBe('/dev/pts/0')
})

test('a file of the host is bound read-only, and nothing is left on the host', async () => {
  const file = join(folder, 'bound')
  await writeFile(file, 'from the host\n')
  const said = await run('--volume', `${file}:/bound:ro`, '--', 'sh', '-c', 'cat /bound; echo x > /bound')
  expect(said.stdout).toBe('from the host\n')
  expect(said.code).not.toBe(0)
  expect((await podman('ps', '--all', '--quiet')).stdout).toBe('')
})

const LIMITS =
  'for f in memory/memory.limit_in_bytes memory.max pids/pids.max pids.max; do [ ! -e /sys/fs/cgroup/$f ] || cat /sys/fs/cgroup/$f; done'
const COMMON = ['--network', 'none', '--rootfs'] as const

const rootfs = () => join(folder, 'rootfs')

/** `--` stands between options and the program. */
function run(...words: string[]) {
  const at = words.indexOf('--')
  const [options, program] = at < 0 ? [[], words] : [words.slice(0, at), words.slice(at + 1)]
  return podman('run', '--rm', ...options, ...COMMON, rootfs(), ...program)
}

/** A podman of its own, with our runtime in place of runc. */
function podman(...args: string[]) {
  const own = ['--root', 'root', '--runroot', 'run', '--tmpdir', 'tmp'].map((word, i) =>
    i % 2 === 0 ? word : join(folder, word),
  )
  const options = [...own, '--storage-driver', 'vfs', '--runtime', runtime.command]
  return runProgram('podman', [...options, ...args], {
    env: { CONTAINERS_CONF: join(folder, 'containers.conf') },
  })
}
