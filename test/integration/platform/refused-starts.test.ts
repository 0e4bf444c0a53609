import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BERTH, freePort } from '../../support/platform.ts'

const run = promisify(execFile)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), `berth-test-${process.pid}-`))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Refusal = { readonly code: number; readonly lines: readonly string[] }

/** Runs what must fail; what it said. */
async function refusal(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Refusal> {
  return await run(file, [...args], { env: { ...process.env, ...env } }).then(
    () => ({ code: 0, lines: [] }),
    ({ code, stderr }: { code: number; stderr: string }) => ({
      code,
      // where a source was touched since the last build, that comes first
      lines: stderr
        .trim()
        .split('\n')
        .filter((line) => line !== 'building'),
    }),
  )
}

/** In mounts of its own, which go with it. */
function inOwnMounts(script: string, ...args: readonly string[]): Promise<Refusal> {
  return refusal('unshare', ['--mount', 'sh', '-eu', '-c', script, 'sh', BERTH, ...args])
}

test.each(['up', 'down', 'doctor'])('%s without root says so', async (command) => {
  // a clone may lie below a folder that only root may pass: reading is left to it
  const nobody = ['--reuid=65534', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
  const { code, lines } = await refusal('setpriv', [...nobody, BERTH, command, '--data', folder])
  expect(code).toBe(1)
  expect(lines).toEqual([expect.stringMatching(/^berth: \w+ needs root: run it with sudo$/)])
})

test('without cgroups up says what is missing and what to do', async () => {
  const dir = path.join(folder, 'no-cgroups')
  const port = String(await freePort())
  const { code, lines } = await inOwnMounts(
    'umount --recursive --lazy /sys/fs/cgroup; exec "$1" up --data "$2" --port "$3"',
    ...[dir, port],
  )
  expect(code).toBe(1)
  expect(lines).toEqual([
    expect.stringMatching(/^berth: .* no cgroup controller for cpu, memory, pids: mount \/sys\/fs\/cgroup/),
  ])
})

test.each(['', '--detach'])('on a full disk up %s says how much room it needs', async (flag) => {
  const dir = path.join(folder, 'full')
  await mkdir(dir, { recursive: true })
  const { code, lines } = await inOwnMounts(
    'mount -t tmpfs -o size=1m tmpfs "$2"; cat /dev/zero >"$2/filler" 2>/dev/null || true; exec "$1" up --data "$2" $3',
    ...[dir, flag],
  )
  expect(code).toBe(1)
  expect(lines).toEqual([`berth: the disk of ${dir} has 0 B left: make room, at least 512 MiB`])
})

test('when the package servers are out of reach up names the package and the log, and leaves nothing', async () => {
  const bin = path.join(folder, 'bin')
  const programs = {
    'dpkg-query': 'echo installed nothing',
    'apt-get': 'echo "E: Unable to fetch some archives" >&2; exit 100',
  }
  await mkdir(bin)
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${body}\n`)
    await chmod(path.join(bin, name), 0o755)
  }
  const hadPolicy = existsSync('/usr/sbin/policy-rc.d')
  const data = path.join(folder, 'no-apt')
  const { code, lines } = await refusal(BERTH, ['up', '--data', data], {
    PATH: `${bin}:${process.env['PATH']}`,
  })
  expect(code).toBe(1)
  expect(lines).toContain('E: Unable to fetch some archives')
  expect(lines.at(-1)).toMatch(
    /^berth: cannot install .*haproxy.*: are the Debian package servers in reach\?: the end of \/.*apt\.log is above$/,
  )
  expect(existsSync('/usr/sbin/policy-rc.d')).toBe(hadPolicy)
  expect(existsSync(data)).toBe(false)
})
