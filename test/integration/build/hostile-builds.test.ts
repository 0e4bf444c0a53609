import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { holdPoint } from '../../support/hold-point.ts'
import { cgroupsOf } from '../runtime/support/test-runtime.ts'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'

const MIB = 1024 * 1024
const LIMITS = { cpu: 1, memory: 64 * MIB, pids: 32, disk: 64 * MIB }

/** `BERTH_TEST_FILES=100000`: as many as a hostile source may bring, which takes minutes */
const MANY = Number(process.env['BERTH_TEST_FILES'] ?? 3000)
/** `BERTH_TEST_PRINTED=1000000000`: bytes that a step prints */
const PRINTED = Number(process.env['BERTH_TEST_PRINTED'] ?? 60_000_000)

let world: BuildWorld

beforeAll(async () => {
  world = await openBuildWorld()
})

afterAll(() => world.close())

test('memory, processes, disk and time that run out are told apart, with the line of the step, and a neighbour builds on', async () => {
  const hold = holdPoint()
  const neighbour = await world.start(
    { Dockerfile: `FROM busybox\nRUN ${hold.command}; echo unharmed\n` },
    { tenant: { id: 'ten_dddddddddddddddd', name: 'neighbour' }, limits: LIMITS, timeoutMs: 600_000 },
  )
  const stands = await hold.reached()
  const cases: readonly [string, string, number?][] = [
    ['memory', 'RUN tail /dev/zero'],
    ['processes', 'RUN i=0; while [ $i -lt 99 ]; do sleep 9 & i=$((i + 1)); done; exit 1'],
    ['disk', 'RUN dd if=/dev/urandom of=/full bs=1M count=200'],
    ['time', 'RUN sleep 1000', 2000],
  ]
  for (const [kind, line, timeoutMs = 60_000] of cases) {
    const { report } = await world.build(
      { Dockerfile: `FROM busybox\n${line}\n` },
      { limits: LIMITS, timeoutMs },
    )
    expect(report, line).toMatchObject({
      state: 'failed',
      failure: { kind, ...(kind === 'time' ? {} : { line: 2 }) },
    })
  }
  expect(await hold.pids()).toEqual([stands])
  await hold.release()
  expect(await world.ended(neighbour)).toMatchObject({ state: 'succeeded' })
  expect(world.output(neighbour)).toContain('unharmed')
})

test('of a step that prints without end the begin and the last lines are kept, and the rest is counted', async () => {
  const { report, output } = await world.build({
    Dockerfile: `FROM busybox\nRUN yes 0123456789012345678901234567890123456789 | head -c ${PRINTED}; echo the end\n`,
  })
  expect(report.state).toBe('succeeded')
  expect(report.outputLost).toBeGreaterThan(10 * MIB)
  expect(output.length).toBeLessThan(12 * MIB)
  expect(output).toMatch(/bytes of output are left out[^]*the end\n/)
})

test('a cancel ends the processes of that build within a second, and of no other', async () => {
  const other = await world.start(
    { Dockerfile: 'FROM busybox\nRUN sleep 4321; exit 0\n' },
    { tenant: { id: 'ten_bbbbbbbbbbbbbbbb', name: 'other' } },
  )
  const id = await world.start({ Dockerfile: 'FROM busybox\nRUN trap "" TERM; sleep 1234; sleep 1234\n' })
  await eventually(() => processes('sleep 1234') > 0 && processes('sleep 4321') > 0)
  const begun = performance.now()
  await world.cancel(id)
  await eventually(() => processes('sleep 1234') === 0)
  expect(performance.now() - begun).toBeLessThan(1000 * SLOW)
  expect(await world.ended(id)).toMatchObject({ state: 'canceled', failure: { kind: 'canceled' } })
  expect(processes('sleep 4321')).toBe(1)
  await world.cancel(other)
  expect((await world.ended(other)).state).toBe('canceled')
})

/** other tests share the machine */
const SLOW = 10

test('names of any bytes and many files are taken as they are', async () => {
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  const script = `
import os, sys
root = sys.argv[1].encode()
open(root + b'/Dockerfile', 'w').write('FROM busybox\\nCOPY . /all/\\nRUN ls /all/many | wc -l > /count\\n')
os.mkdir(root + b'/many')
for i in range(int(sys.argv[2])): open(root + b'/many/%d' % i, 'w').close()
open(root + b'/\\xff\\n"\\\\ $x', 'w').write('odd')
`
  execFileSync('python3', ['-c', script, folder, String(MANY)])
  execFileSync('tar', ['-cf', `${folder}.tar`, '-C', folder, '.'])
  const image = await world.image(`${folder}.tar`)
  expect(await world.file(image, 'count')).toBe(`${MANY}\n`)
  const names = readdirSync(join(image.layers[1] ?? '', 'all'), { encoding: 'latin1' })
  expect(names).toContain('\xff\n"\\ $x')
  execFileSync('rm', ['-r', folder, `${folder}.tar`])
})

test('a source that climbs, is cut off or is too large for its limit is refused', async () => {
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  execFileSync('tar', ['-cPf', `${folder}/climbs.tar`, '--transform', 's,^,../../,', '/etc/hostname'])
  expect((await world.build(`${folder}/climbs.tar`)).report.failure).toMatchObject({ kind: 'source' })
  execFileSync('dd', ['if=/dev/urandom', `of=${folder}/noise`, 'bs=1k', 'count=10'], { stdio: 'ignore' })
  expect((await world.build(`${folder}/noise`)).report.failure).toMatchObject({ kind: 'source' })
  execFileSync('dd', ['if=/dev/zero', `of=${folder}/large`, 'bs=1M', 'count=80'], { stdio: 'ignore' })
  execFileSync('tar', ['-cf', `${folder}/large.tar`, '-C', folder, 'large'])
  const { report } = await world.build(`${folder}/large.tar`, { limits: LIMITS })
  expect(['source', 'disk']).toContain(report.failure?.kind)
  execFileSync('rm', ['-r', folder])
})

test('links out of the source lead nowhere, and what is no file is not read', async () => {
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  const build = async (make: string) => {
    execFileSync('sh', ['-ec', `rm -rf source; mkdir source; cd source; ${make}`], { cwd: folder })
    execFileSync('tar', ['-cf', 'source.tar', '-C', 'source', '.'], { cwd: folder })
    return world.build(`${folder}/source.tar`)
  }
  const busybox = "printf 'FROM busybox\\n%s\\n'"
  const refused = [
    'ln -s /etc/passwd Dockerfile',
    'ln -s ../../../../../../../../etc/passwd Dockerfile',
    'mkfifo Dockerfile',
    'mknod Dockerfile c 1 5',
    `ln -s /etc out; ${busybox} 'COPY out/passwd /taken' > Dockerfile`,
    `ln -s / out; ${busybox} 'COPY out/etc/passwd /taken' > Dockerfile`,
  ]
  for (const make of refused) {
    const { report, output } = await build(make)
    expect(report, make).toMatchObject({ state: 'failed' })
    expect(JSON.stringify(report.failure) + output, make).not.toContain('root:x:0:0')
  }
  const kept = await build(
    `ln -s /etc/passwd out; ln -s /etc/shadow berth.yml; ${busybox} 'COPY . /all/' > Dockerfile`,
  )
  expect(kept.report.failure).toBeUndefined()
  const image = await world.pull(kept.report.digest ?? '')
  expect(readlinkSync(join(image.layers.at(-1) ?? '', 'all/out'))).toBe('/etc/passwd')
  execFileSync('rm', ['-r', folder])
})

test('of a builder that died nothing is left, and what is still wanted is built anew', async () => {
  const id = await world.start({ Dockerfile: 'FROM busybox\nRUN sleep 6789; echo over\n' })
  await eventually(() => processes('sleep 6789') === 1)
  const abandoned = await world.abandon()
  expect(processes('sleep 6789')).toBe(1)
  await world.restart()
  await eventually(() => processes('sleep 6789') === 0)
  expect(await abandoned()).toEqual({ containers: 0, folders: 0 })
  expect(await sharedGroups()).toEqual([])
  await world.start(
    { Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' },
    { tenant: { id: 'ten_cccccccccccccccc', name: 'c' } },
  )
  await eventually(() => processes('sleep 6789') === 1)
  await world.cancel(id)
  expect((await world.ended(id)).state).toBe('canceled')
})

test('a build that has ended leaves no process, no mount and no folder but its cache', async () => {
  await world.build({ Dockerfile: 'FROM busybox\nRUN echo kept > /kept\n' })
  await eventually(
    () =>
      !existsSync(join(world.dir, 'builds/runs')) || readdirSync(join(world.dir, 'builds/runs')).length === 0,
  )
  expect(readdirSync(join(world.dir, 'builds/containers'))).toEqual([])
  expect(await sharedGroups()).toEqual([])
  const mounts = execFileSync('cat', ['/proc/self/mountinfo'], { encoding: 'utf8' })
  expect(mounts).not.toContain(join(world.runDir, 'view'))
})

function processes(command: string): number {
  const all = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.trim() === command).length
}

/** Control groups of builds. */
async function sharedGroups(): Promise<string[]> {
  return (await cgroupsOf(world.instance)).filter((folder) => folder.includes('/shared-'))
}
