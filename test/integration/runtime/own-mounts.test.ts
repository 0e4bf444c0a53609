import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Attempt, bringAttacker, succeeded } from './support/attack.ts'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

const run = promisify(execFile)

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
})
afterAll(() => box.close())

test('a container has its own mounts alone, and is in no group of mounts with the host', async () => {
  const { output } = await box.script('cat /proc/self/mountinfo')
  const points = output.split('\n').map((line) => line.split(' ')[4])
  expect(points[0]).toBe('/')
  expect(points.filter((point) => !/^\/(proc|dev|sys)?(\/|$)/.test(point ?? ''))).toEqual([])
  expect(output).not.toMatch(/ (shared|master|propagate_from):/)
  expect(output).not.toContain('/stage')
})

test('what the host mounts in a volume later stays out of the container', async () => {
  const volume = join(box.base, 'shared-volume')
  await mkdir(join(volume, 'sub'), { recursive: true })
  await run('mount', ['--bind', volume, volume])
  try {
    await run('mount', ['--make-shared', volume])
    const volumes = [{ source: volume, destination: '/data', readonly: false }]
    const { id, pid } = await box.start(['sleep', '1000'], { volumes })
    await run('mount', ['-t', 'tmpfs', 'tmpfs', join(volume, 'sub')])
    const mounts = await readFile(`/proc/${pid}/mountinfo`, 'utf8')
    expect(mounts).toContain(' /data ')
    expect(mounts).not.toContain(' /data/sub ')
    expect(mounts).not.toMatch(/ (shared|master):/)
    await box.runtime.remove(id)
  } finally {
    await run('umount', ['-R', '-l', volume])
  }
})

test('nobody climbs out of the root, or finds what lies below it', async () => {
  await bringAttacker(box)
  const attempts: Attempt[] = [
    ...['/stage', '/null'].map((path): Attempt => ['climb', path]),
    ['umount', '/'],
    ['remount', '/'],
    ['pivot', '-'],
  ]
  expect(await succeeded(box, attempts)).toEqual([])
  expect(await succeeded(box, [['climb', '/bin/attacker']])).toEqual(['climb /bin/attacker'])
})

test('whoever enters its mounts from the host finds the same root', async () => {
  const { id, pid } = await box.start(['sleep', '1000'])
  const { stdout } = await run('nsenter', ['-t', String(pid), '-m', '/bin/ls', '/'])
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(['bin', 'data', 'etc']))
  expect(stdout.split('\n')).not.toEqual(expect.arrayContaining(['stage']))
  await box.runtime.remove(id)
})
