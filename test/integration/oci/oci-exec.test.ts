import { mkdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { LinuxConfig, ProcessConfig, RuntimeConfig } from '@berth/oci'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileOciExecPlan } from '../../../packages/runtime/src/plan/oci/oci-exec-plan.ts'
import {
  HOST,
  launch,
  type Launched,
  type OciBox,
  openOciBox,
  perform,
  usualConfig,
} from './support/oci-box.ts'

const IDS = [{ containerID: 0, hostID: 2_000_000_000, size: 2000 }]
const NAMES = ['pid', 'mnt', 'net', 'uts', 'ipc', 'cgroup', 'user']

let box: OciBox
beforeAll(async () => {
  box = await openOciBox()
  await mkdir(join(box.rootfs, 'dev'))
})
afterAll(() => box.close())

test.each([
  ['that has a user namespace', true],
  ['that has none', false],
])('a further process is in all namespaces of a container %s', async (_, ownUsers) => {
  await within(ownUsers, async (container, enter) => {
    const { pid } = await container.made
    const list = `for n in ${NAMES.join(' ')}; do readlink /proc/self/ns/$n; done; cat /proc/1/comm; id -u`
    const { output, failed } = await enter({ args: ['sh', '-c', list] })
    expect(failed).toBeUndefined()
    const theirs = await Promise.all(NAMES.map((name) => readlink(`/proc/${pid}/ns/${name}`)))
    expect(output.trim().split('\n')).toEqual([...theirs, 'sh', '0'])
  })
})

test('it has a user, a folder, processors and rights of its own', async () => {
  await within(true, async (_, enter) => {
    const { output, failed } = await enter({
      args: ['sh', '-c', 'id -u; pwd; grep -E "Cpus_allowed_list|CapEff|NoNewPrivs" /proc/self/status'],
      user: { uid: 1000, gid: 1000 },
      cwd: '/tmp',
      execCPUAffinity: { final: '0' },
      capabilities: undefined,
    })
    expect(failed).toBeUndefined()
    expect(output).toMatch(/^1000\n\/tmp\nCapEff:\t0+\nNoNewPrivs:\t1\nCpus_allowed_list:\t0\n/)
  })
})

test('a program that is not there, and a container that is gone, are errors', async () => {
  await within(false, async (_, enter) => {
    expect((await enter({ args: ['no-such-program'] })).failed).toBe('exec 2 0')
    expect((await enter({ args: ['true'] }, { startTime: 1n })).failed).toBe('findInit 3 0')
  })
})

test('no working folder leads out of the container through a descriptor (CVE-2024-21626)', async () => {
  await within(false, async (_, enter) => {
    for (let fd = 3; fd <= 16; fd++) {
      const { failed } = await enter({ args: ['pwd'], cwd: `/proc/self/fd/${fd}` })
      expect(failed).toMatch(/^(cwd|tryDir) /)
    }
  })
})

type Enter = (
  changes: Partial<ProcessConfig>,
  init?: { readonly startTime: bigint },
) => ReturnType<typeof perform>

/** With a container that runs until the action is over. */
async function within(
  ownUsers: boolean,
  action: (container: Launched, enter: Enter) => Promise<void>,
): Promise<void> {
  let linux: LinuxConfig = {}
  const change = (config: RuntimeConfig): RuntimeConfig => {
    linux = ownUsers
      ? {
          ...config.linux,
          namespaces: [...(config.linux?.namespaces ?? []), { type: 'user' }],
          uidMappings: IDS,
          gidMappings: IDS,
        }
      : (config.linux ?? {})
    return { ...config, linux }
  }
  const container = launch(box.plan('echo up; sleep 60; true', change))
  const { pid, startTime } = await container.made
  try {
    await container.spoke
    const usual = usualConfig(['true']).process
    if (!usual) throw new TypeError('no process')
    await action(container, (changes, init) => {
      const places = {
        attend: { op: 'attend', folder: '', console: '', flags: 1, preserved: 0 } as const,
        cgroup: { tasks: [], bornIn: '' },
        seccomp: undefined,
        init: { pid, startTime: init?.startTime ?? startTime },
      }
      return perform(compileOciExecPlan({ ...usual, ...changes }, linux, places, HOST).plan)
    })
  } finally {
    process.kill(pid, 'SIGKILL')
    await container.ended
  }
}
