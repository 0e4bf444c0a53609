import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { cgroupsOf } from '../runtime/support/test-runtime.ts'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'

const MIB = 1024 * 1024
const LIMITS = { cpu: 1, memory: 64 * MIB, pids: 32, disk: 64 * MIB }

let world: BuildWorld

beforeAll(async () => {
  world = await openBuildWorld()
})

afterAll(() => world.close())

test('patterns that would keep the agent busy for minutes end the build', async () => {
  const { report } = await world.build({
    Dockerfile: 'FROM scratch\nCOPY . /\n',
    '.dockerignore': `${'**a'.repeat(300)}b\n`.repeat(300),
    [Array.from({ length: 12 }, () => 'a'.repeat(240)).join('/')]: 'deep',
  })
  expect(report.failure).toMatchObject({
    kind: 'syntax',
    message: expect.stringMatching(/too slow/) as unknown,
  })
})

test('addresses bring no more than the limit of disk together', async () => {
  const server = createServer((_, response) => void response.end(Buffer.alloc(40 * MIB)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const Dockerfile = `FROM scratch AS a\nADD ${url}/1 /\nFROM scratch\nADD ${url}/2 /\nCOPY --from=a / /\n`
  const { report } = await world.build({ Dockerfile }, { limits: LIMITS })
  expect(report.failure).toMatchObject({ kind: 'disk' })
  server.close()
})

test('a step uses ten caches, and not eleven', async () => {
  const step = (caches: number) =>
    `FROM busybox\nRUN ${Array.from({ length: caches }, (_, i) => `--mount=type=cache,target=/c${i}`).join(' ')} true\n`
  expect((await world.build({ Dockerfile: step(10) })).report.failure).toBeUndefined()
  expect((await world.build({ Dockerfile: step(11) })).report.failure).toMatchObject({
    kind: 'step',
    line: 2,
  })
})

test('of many stages that need nothing of each other two run at once', async () => {
  const stages = [1, 2, 3, 4]
  const mount = '--mount=type=cache,id=seen,target=/seen'
  const count = (stage: number) =>
    `FROM busybox AS s${stage}\nRUN ${mount} touch /seen/${stage}; sleep 0.4; ls /seen | wc -l > /count; rm /seen/${stage}\n`
  const copy = (stage: number) => `COPY --from=s${stage} /count /count${stage}\n`
  const Dockerfile = `${stages.map(count).join('')}FROM busybox\n${stages.map(copy).join('')}`
  const image = await world.image({ Dockerfile })
  for (const stage of stages) expect(Number(await world.file(image, `count${stage}`))).toBeLessThanOrEqual(2)
})

test('locked caches that steps take in opposite order, or twice, hold nobody up', async () => {
  const locked = (id: string, target = id) => `--mount=type=cache,id=${id},target=/${target},sharing=locked`
  const hold = (order: string[], stage: string) =>
    `FROM busybox AS ${stage}\nRUN ${order.map((id) => locked(id)).join(' ')} sleep 0.2; echo ${stage} > /${stage}\n`
  const { report } = await world.build({
    Dockerfile: `${hold(['one', 'two'], 'a')}${hold(['two', 'one'], 'b')}FROM busybox
COPY --from=a /a /
COPY --from=b /b /
RUN ${locked('one')} ${locked('one', 'again')} touch /one/x && test -e /again/x
`,
  })
  expect(report.failure).toBeUndefined()
})

test('a recipe is made of a hundred other images, and not of more', { timeout: 600_000 }, async () => {
  const patient = { timeoutMs: 280_000 } // each of a hundred is asked for
  const { report } = await world.build({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' })
  const names = Array.from({ length: 101 }, (_, i) => `one${i}`)
  for (const name of names) world.built.set(name, report.digest ?? '')
  const stages = names.map((name) => `FROM ${name}\n`).join('')
  const { report: unneeded } = await world.build(
    { Dockerfile: `${stages}FROM scratch\nCOPY Dockerfile /\n` },
    patient,
  )
  expect(unneeded.failure).toBeUndefined() // what nothing needs is not looked at
  const copies = names.map((name) => `COPY --from=${name} /Dockerfile /\n`).join('')
  const { report: refused } = await world.build({ Dockerfile: `FROM scratch\n${copies}` }, patient)
  expect(refused.failure?.message).toMatch(/made of 100 other images/)
})

test('a secret is one that was set, whatever its name', async () => {
  const Dockerfile = 'FROM busybox\nRUN --mount=type=secret,id=constructor,required=true true\n'
  expect((await world.build({ Dockerfile })).report.failure).toMatchObject({ kind: 'step', line: 2 })
})

test('stages that run at once share the memory of the build', async () => {
  // 40 of 64 MiB: each alone has enough
  const hold = 'mkfifo /p; dd if=/dev/zero of=/p bs=40M count=1 & (sleep 3; cat > /dev/null) < /p; wait $!'
  const stage = (name: string) => `FROM busybox AS ${name}\nRUN ${hold}\nRUN touch /${name}\n`
  const both = `${stage('a')}${stage('b')}FROM busybox\nCOPY --from=a /a /\nCOPY --from=b /b /\n`
  const { report } = await world.build({ Dockerfile: both }, { limits: LIMITS })
  expect(report.failure).toMatchObject({ kind: 'memory' })
  const { report: alone } = await world.build({ Dockerfile: stage('a') }, { limits: LIMITS })
  expect(alone.failure).toBeUndefined()
})

test('stages that run at once share the processes of the build, and are told so', async () => {
  const hold = 'for i in $(seq 20); do sleep 3 & done; wait'
  const stage = (name: string) => `FROM busybox AS ${name}\nRUN ${hold}\nRUN touch /${name}\n`
  const both = `${stage('a')}${stage('b')}FROM busybox\nCOPY --from=a /a /\nCOPY --from=b /b /\n`
  const { report } = await world.build({ Dockerfile: both }, { limits: LIMITS })
  expect(report.failure).toMatchObject({ kind: 'processes' })
  const { report: alone } = await world.build({ Dockerfile: stage('a') }, { limits: LIMITS })
  expect(alone.failure).toBeUndefined()
})

test('a build that is canceled is gone at once, with all that its steps left running', async () => {
  const stage = (name: string) =>
    `FROM busybox AS ${name}\nRUN setsid sh -c 'while true; do sleep 1; done' & echo begun ${name}; sleep 200\n`
  const id = await world.start({
    Dockerfile: `${stage('a')}${stage('b')}FROM busybox\nCOPY --from=a /a /\nCOPY --from=b /b /\n`,
  })
  await eventually(() =>
    ['a', 'b'].every((name) => new RegExp(`^#\\d+ begun ${name}$`, 'm').test(world.output(id))),
  )
  const groups = await groupsOf(world.instance, id)
  expect(groups).not.toEqual([])
  const canceled = performance.now()
  await world.cancel(id)
  await eventually(async () => (await processesIn(groups)).length === 0, { everyMs: 10 })
  expect(performance.now() - canceled).toBeLessThan(5000) // a second on a machine that is not busy
  expect((await world.ended(id)).state).toBe('canceled')
  await eventually(async () => (await groupsOf(world.instance, id)).length === 0)
})

/** The folders of a build's group in all hierarchies. */
async function groupsOf(instance: string, id: string): Promise<string[]> {
  const found = await cgroupsOf(instance)
  return found.filter((folder) => folder.includes(`/shared-${id}/`))
}

async function processesIn(groups: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    groups.map((folder) => readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '')), // gone with its step
  )
  return lists.flatMap((list) => list.split('\n').filter(Boolean))
}
