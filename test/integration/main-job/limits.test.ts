import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, instances } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'

let platform: TestPlatform
const apps = ['memory-hog', 'fork-bomb', 'busy-loop']

beforeAll(async () => {
  platform = await sharedPlatform()
})

afterAll(async () => {
  for (const app of apps) await platform.run(['destroy', app, '--yes'])
})

test('a container that uses more memory than it may is killed, and says so', async () => {
  await deployBusybox(platform, 'memory-hog', ['sh', '-c', 'sleep 3; tail /dev/zero'], ['--memory', '64M'])
  const seen: string[] = []
  await eventually(
    async () => {
      const [hog] = await instances(platform, 'memory-hog')
      if (hog?.reason) seen.push(`${hog.state}: ${hog.reason}`)
      return seen.some((reason) => reason.includes('out of memory'))
    },
    { withinMs: 60_000, what: 'the reason out of memory' },
  )
  expect(seen.join()).toContain('64 MiB')
  expect(seen.join()).not.toContain('running')
})

test('a fork bomb stays within its limit, and the platform answers', async () => {
  await deployBusybox(
    platform,
    'fork-bomb',
    ['sh', '-c', 'sleep 3; b() { b | b & }; b; sleep 1000'],
    ['--pids', '64'],
  )
  await eventually(
    async () => {
      const { stdout } = await platform.run(['info', 'fork-bomb', '--json'])
      return stdout.includes('fork-bomb')
    },
    { what: 'an answer while the bomb goes off' },
  )
  expect((await platform.run(['whoami'])).code).toBe(0)
})

test('a busy loop at 0.2 cpu gets about 0.2 cpu', async () => {
  await deployBusybox(platform, 'busy-loop', ['sh', '-c', 'while :; do :; done'], ['--cpu', '0.2'])
  const first = await cpuSeconds()
  const started = performance.now()
  await eventually(() => performance.now() - started > 5_000, { what: 'five seconds' })
  const used = ((await cpuSeconds()) - first) / ((performance.now() - started) / 1000)
  expect(used).toBeGreaterThan(0.02) // it runs; a busy machine gives it less than it may have
  expect(used).toBeLessThan(0.3)
})

/** cpu time of the loop, the first child of process 1, as its own kernel accounts for it: utime and stime in ticks of 10 ms */
async function cpuSeconds(): Promise<number> {
  const { stdout } = await platform.run(['exec', 'busy-loop', '--', 'cat', '/proc/2/stat'])
  const fields = stdout.split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}
