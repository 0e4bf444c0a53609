import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { RuntimeConfig } from '@berth/oci'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileSeccomp } from '../../../packages/runtime/src/seccomp/compile.ts'
import { ARCHITECTURES } from '../../../packages/runtime/src/seccomp/architecture.ts'
import { launch, type OciBox, openOciBox } from './support/oci-box.ts'

const run = promisify(execFile)

let box: OciBox
beforeAll(async () => {
  box = await openOciBox()
  await mkdir(join(box.rootfs, 'dev'))
})
afterAll(() => box.close())

test('a hook before the pivot sees the host’s files and the container’s namespaces, and reads the state', async () => {
  const seen = join(box.bundle, 'seen')
  const { failed } = await box.script('true', (config) => ({
    ...config,
    hostname: 'inside',
    hooks: {
      createContainer: [
        {
          path: '/bin/sh',
          args: ['sh', '-c', `cat; echo "$KEY"; cat /proc/self/mountinfo >${seen}.info`],
          env: ['KEY=value'],
        },
        { path: '/bin/sh', args: ['sh', '-c', `cat >${seen}`] },
      ],
    },
  }))
  expect(failed).toBeUndefined()
  expect(JSON.parse(await readFile(seen, 'utf8'))).toEqual({ pid: 1 })
  expect(await readFile(`${seen}.info`, 'utf8')).toContain(box.rootfs.split('/').at(-2))
})

test('a hook that fails or takes too long ends it all', async () => {
  const hooked = (script: string, timeout?: number) => (config: RuntimeConfig) => ({
    ...config,
    hooks: {
      startContainer: [{ path: '/bin/sh', args: ['sh', '-c', script], ...(timeout ? { timeout } : {}) }],
    },
  })
  expect((await box.script('true', hooked('exit 3'))).failed).toBe('hook 3 6')
  expect((await box.script('true', hooked('sleep 20', 1))).failed).toBe('hook 110 0')
})

test('a container waits until somebody starts it', async () => {
  const folder = join(box.bundle, 'state')
  await mkdir(folder)
  const attend = { op: 'attend', folder, console: '', flags: 1, preserved: 0 } as const
  const waiting = launch(box.plan('echo started', undefined, { attend }))
  await waiting.made
  const connection = createConnection(join(folder, 'start.sock'))
  await waiting.spoke
  connection.destroy()
  expect((await waiting.ended).output).toBe('started\n')
})

test('a filter holds for a program without no-new-privileges as well, for any user', async () => {
  const profile = {
    defaultAction: 'SCMP_ACT_ALLOW',
    architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64'],
    syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 }],
  } as const
  const machine = process.arch === 'arm64' ? 'arm64' : 'x64'
  const program = compileSeccomp(profile, ARCHITECTURES[machine])
  const load = [{ op: 'seccomp', program, flags: 0 }] as const
  const { output, failed } = await box.script(
    'mkdir /tmp/new; grep -E "^(CapEff|NoNewPrivs|Seccomp)" /proc/self/status',
    (config) => ({
      ...config,
      process: config.process && {
        ...config.process,
        noNewPrivileges: false,
        user: { uid: 1000, gid: 1000 },
        capabilities: {},
      },
    }),
    { seccomp: { notify: [], load } },
  )
  expect(failed).toBeUndefined()
  expect(output).toContain('Function not implemented')
  expect(output).toContain('CapEff:\t0000000000000000\nNoNewPrivs:\t0\nSeccomp:\t2')
})

test.each([false, true])(
  'a terminal of its own is sent to the caller, user namespace: %s',
  async (ownUsers) => {
    const program = join(box.bundle, 'take-terminal')
    const console = join(box.bundle, `console-${ownUsers}`)
    await run('cc', ['-O1', '-o', program, new URL('support/take-terminal.c', import.meta.url).pathname])
    const caller = spawn(program, [console], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(caller.stdout, 'data')
    const shown = text(caller.stdout)
    const attend = { op: 'attend', folder: '', console, flags: 1, preserved: 0 } as const
    const maps = [{ containerID: 0, hostID: 2_000_000_000, size: 2000 }]
    const { failed, code } = await box.script(
      'stty size; readlink /proc/self/fd/0; stat -c "%t %u" /dev/console; stat -c %u /dev/pts/0; exit 5',
      (config) => ({
        ...config,
        process: config.process && {
          ...config.process,
          terminal: true,
          consoleSize: { width: 91, height: 17 },
          user: { uid: 1000, gid: 1000 },
        },
        linux: ownUsers
          ? {
              ...config.linux,
              namespaces: [...(config.linux?.namespaces ?? []), { type: 'user' }],
              uidMappings: maps,
              gidMappings: maps,
            }
          : config.linux,
      }),
      { attend },
    )
    expect({ failed, code }).toEqual({ failed: undefined, code: 5 })
    expect((await shown).replaceAll('\r', '')).toBe('17 91\n/dev/pts/0\n88 1000\n1000\n')
  },
)
