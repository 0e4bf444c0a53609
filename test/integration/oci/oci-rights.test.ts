import type { ProcessConfig, RuntimeConfig } from '@berth/oci'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OciBox, openOciBox } from './support/oci-box.ts'

let box: OciBox
beforeAll(async () => {
  box = await openOciBox()
})
afterAll(() => box.close())

const STATUS = 'grep -E "^(Cap|NoNewPrivs|Seccomp)" /proc/self/status'

test('all five sets of capabilities are the ones asked for, for any user', async () => {
  const { output, failed } = await box.script(
    STATUS,
    processed({
      user: { uid: 1000, gid: 1000 },
      capabilities: {
        bounding: ['CAP_CHOWN', 'CAP_KILL', 'CAP_NET_RAW'],
        permitted: ['CAP_KILL', 'CAP_NET_RAW'],
        effective: ['CAP_KILL'],
        inheritable: ['CAP_NET_RAW'],
        ambient: ['CAP_NET_RAW'],
      },
    }),
  )
  expect(failed).toBeUndefined()
  expect(output).toContain('CapInh:\t0000000000002000\n')
  // what an executed program without rights of its own gets is what is ambient
  expect(output).toContain('CapPrm:\t0000000000002000\nCapEff:\t0000000000002000\n')
  expect(output).toContain('CapBnd:\t0000000000002021\nCapAmb:\t0000000000002000\n')
  expect(output).toContain('NoNewPrivs:\t1')
})

test('without capabilities there are none, also for root', async () => {
  const { output } = await box.script(STATUS, processed({ capabilities: undefined, noNewPrivileges: false }))
  expect(output).toMatch(/CapPrm:\t0+\nCapEff:\t0+\nCapBnd:\t0+\nCapAmb:\t0+/)
  expect(output).toContain('NoNewPrivs:\t0')
})

test('limits, score, domain and processors are set', async () => {
  const { output, failed } = await box.script(
    'ulimit -n; ulimit -Hn; cat /proc/self/oom_score_adj; uname -m 2>/dev/null; grep Umask /proc/self/status',
    (config) => {
      const changed = processed({
        rlimits: [{ type: 'RLIMIT_NOFILE', soft: 100n, hard: 200n }],
        oomScoreAdj: 321,
        user: { uid: 0, gid: 0, umask: 0o77 },
      })(config)
      return { ...changed, linux: { ...changed.linux, personality: { domain: 'LINUX32' } } }
    },
  )
  expect(failed).toBeUndefined()
  expect(output).toMatch(/^100\n200\n321\n/)
  expect(output).toContain('Umask:\t0077')
})

test('scheduling and priority of input and output are set', async () => {
  const { output, failed } = await box.script(
    'cat /proc/self/sched | grep -E "^policy|^prio"; cat /proc/self/stat',
    processed({
      scheduler: { policy: 'SCHED_BATCH', nice: 5 },
      ioPriority: { class: 'IOPRIO_CLASS_IDLE', priority: 0 },
    }),
  )
  expect(failed).toBeUndefined()
  const fields = output.slice(output.lastIndexOf(')')).split(' ')
  expect(fields[17]).toBe('5') // nice
  expect(fields[39]).toBe('3') // SCHED_BATCH
})

test('what a real-time process forks is an ordinary one when asked for', async () => {
  const { output, failed } = await box.script(
    'cat /proc/self/stat; true',
    processed({ scheduler: { policy: 'SCHED_FIFO', priority: 10, flags: ['SCHED_FLAG_RESET_ON_FORK'] } }),
  )
  expect(failed).toBeUndefined()
  expect(output.slice(output.lastIndexOf(')')).split(' ')[39]).toBe('0')
})

test('memory of nodes is bound', async () => {
  const { output, failed } = await box.script('head -1 /proc/self/numa_maps', (config) => ({
    ...config,
    linux: { ...config.linux, memoryPolicy: { mode: 'MPOL_BIND', nodes: '0' } },
  }))
  if (failed?.startsWith('memoryPolicy 38')) return // a kernel without nodes says ENOSYS, and has nothing to bind
  expect(failed).toBeUndefined()
  expect(output).toMatch(/bind(=static|=relative)?:0|^$|No such file/)
})

test('a program that is not there fails before the start', async () => {
  const absent = await box.script('', processed({ args: ['no-such-program'] }))
  expect(absent.failed).toBe('find 2 0')
  const folder = await box.script('', processed({ args: ['/bin'] }))
  expect(folder.failed).toBe('find 13 0')
})

test('a working folder that only root may enter is entered for its user', async () => {
  const { output, failed } = await box.script('pwd', (config) => ({
    ...processed({ user: { uid: 1000, gid: 1000 }, cwd: '/closed' })(config),
    mounts: [
      ...(config.mounts ?? []),
      { destination: '/closed', type: 'tmpfs', source: 'tmpfs', options: ['mode=700'] },
    ],
  }))
  expect(failed).toBeUndefined()
  expect(output).toContain('/closed')
})

function processed(changes: Partial<ProcessConfig>): (config: RuntimeConfig) => RuntimeConfig {
  return (config) => ({ ...config, process: config.process && { ...config.process, ...changes } })
}
