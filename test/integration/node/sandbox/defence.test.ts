import { setImmediate } from 'node:timers/promises'
import { newId } from '@berth/core'
import { createDb, type Db } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createUseMeter } from '../../../../packages/sandbox/src/index.ts'
import { look } from '../../../../packages/sandbox/src/keep/look.ts'
import { createVersionShelf } from '../../../../packages/sandbox/src/keep/version-shelf.ts'
import { eventually } from '../../../support/eventually.ts'
import { labContainer, labSpec, writeCourse, writeLab, writePupils } from '../../../support/lab-fixture.ts'
import { startPostgres } from '../../../support/postgres.ts'
import { silent } from '../../control/support/silent.ts'
import { openRig, type Rig } from '../support/rig.ts'
import { openView } from '../support/view.ts'
import { sandboxSpec } from './sandbox-spec.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

/** `all`: each noise by itself, and more keys. */
const IS_LONG = process.env['BERTH_TEST_DEFENCE'] === 'all'
const KEYS = IS_LONG ? 200 : 20
/** A neighbour that is starved waits thousands of times as long. */
const MOST_TIMES_SLOWER = 25

/** What is typed into the shell of a sandbox; `$NEIGHBOUR` is the address of another one. */
const NOISES = {
  'forks without end': 'b() { b | b & }; b',
  'fills its disk': 'while :; do dd if=/dev/zero of=/root/$i bs=1M count=8; i=$((i+1)); done 2>/dev/null',
  'takes memory without end': 'while :; do tail /dev/zero; done',
  'floods its screen': 'while :; do seq 1 100000; done',
  'scans ports':
    'while :; do p=$((p%65535+1)); for h in $NEIGHBOUR $GATE; do nc -w 1 $h $p </dev/null & done; done',
} as const

const LIMITS = { cpu: 0.5, memory: 64 << 20, pids: 64, disk: 64 << 20 }
/** so little that even a machine full of other work gives it */
const LITTLE = 0.02

type View = Awaited<ReturnType<typeof openView>>

let rig: Rig
let neighbour: ContainerSpec
let quietShell: View
let address = ''

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  neighbour = await rig.want(sandboxSpec())
  address = (await rig.healthy(neighbour.id)).address ?? ''
  quietShell = await shellOf(neighbour.id)
})

afterAll(() => rig.close())

async function shellOf(containerId: string, options: { last?: number } = {}): Promise<View> {
  const { execId } = await rig.control.agent().call('exec.start', { containerId, argv: ['sh'], tty: true })
  const view = await openView(rig, execId, containerId, options)
  await eventually(() => view.text().includes('#'))
  return view
}

async function noisy(script: string, limits: Partial<ContainerSpec['limits']> = {}): Promise<ContainerSpec> {
  const spec = await rig.want({ ...sandboxSpec(), limits: { ...LIMITS, ...limits } })
  await rig.healthy(spec.id)
  const shell = await shellOf(spec.id, { last: 4096 })
  const gate = address.replace(/\d+$/, '1')
  shell.type(`NEIGHBOUR=${address} GATE=${gate}; echo ready-$((40 + 2)); read go; ${script}\n`)
  await eventually(() => shell.text().includes('ready-42')) // before it floods what is kept of its screen
  shell.type('\n')
  return spec
}

async function pausedAs(specs: readonly ContainerSpec[], desired: 'running' | 'paused'): Promise<void> {
  for (const spec of specs) await rig.want({ ...spec, desired })
  for (const { id } of specs) await rig.seen(id, ({ state }) => state === desired, { withinMs: 120_000 })
}

/** Milliseconds from a key to its echo: the middle one of many. */
async function echoTime(): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < KEYS; i++) {
    const seen = quietShell.text().length
    const begun = performance.now()
    quietShell.type('x')
    while (quietShell.text().length === seen) await setImmediate()
    times.push(performance.now() - begun)
  }
  quietShell.type('\u0015') // the line goes
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity
}

/** How much longer an echo takes beside them than while they are held, at this hour on this machine. */
async function timesSlower(specs: readonly ContainerSpec[]): Promise<number> {
  const beside = await echoTime()
  await pausedAs(specs, 'paused')
  const quiet = await echoTime()
  await pausedAs(specs, 'running')
  if (IS_LONG) process.stdout.write(`echo ${quiet.toFixed(2)} ms, beside ${beside.toFixed(2)} ms\n`)
  return beside / quiet
}

async function remove(specs: readonly ContainerSpec[]): Promise<void> {
  for (const spec of specs) await rig.want({ ...spec, desired: 'removed' })
  for (const { id } of specs) await rig.seen(id, ({ state }) => state === 'removed', { withinMs: 200_000 })
}

test.runIf(IS_LONG).each(Object.entries(NOISES))(
  'while a shell of one sandbox %s, keys of its neighbour are echoed as soon',
  async (_, script) => {
    const specs = [await noisy(script)]
    await expect.poll(() => timesSlower(specs), { timeout: 300_000 }).toBeLessThan(MOST_TIMES_SLOWER)
    await remove(specs)
  },
)

test('while sandboxes fork, fill, hog, flood and scan together, keys of their neighbour are echoed all the same', async () => {
  const specs: ContainerSpec[] = []
  for (const script of Object.values(NOISES)) specs.push(await noisy(script))
  await expect.poll(() => timesSlower(specs), { timeout: 300_000 }).toBeLessThan(MOST_TIMES_SLOWER)
  expect(await rig.healthy(neighbour.id)).toMatchObject({ restarts: 0 })
  await remove(specs)
})

test('while sandboxes are started and removed without end, keys of their neighbour are echoed all the same', async () => {
  let goesOn = true
  const flood = async () => {
    while (goesOn) {
      const spec = await rig.want({ ...sandboxSpec(), id: newId('container') })
      await rig.healthy(spec.id)
      await remove([spec])
    }
  }
  const slower = async () => {
    const quiet = await echoTime()
    goesOn = true
    const flooding = [flood(), flood()]
    const beside = await echoTime()
    goesOn = false
    await Promise.all(flooding)
    return beside / quiet
  }
  await expect.poll(slower, { timeout: 300_000 }).toBeLessThan(MOST_TIMES_SLOWER)
})

test('what really works without end is told and held back by real measures, and its idle neighbour is not', async () => {
  const busy = await noisy('while :; do :; done', { cpu: LITTLE })
  const postgres = await startPostgres()
  const db = createDb({ url: await postgres.createDatabase() })
  try {
    const begun = Date.now()
    const at = (minutes: number) => new Date(begun + minutes * 60_000)
    const [works, idles] = await writeSandboxes(db, [busy.id, neighbour.id])
    let time = at(0)
    const meter = createUseMeter({ db, clock: { now: () => time } })
    let read = rig.control.stats.length
    await eventually(
      async () => {
        meter.add(rig.control.stats.slice(read))
        read = rig.control.stats.length
        await meter.note()
        return (await db.sandbox.findUniqueOrThrow({ where: { id: works } })).busySince !== null
      },
      { withinMs: 200_000, what: 'a sandbox that is busy' },
    )
    time = at(11)
    const rooms = async () => []
    const scripts = { reaches: () => false, run: () => Promise.reject(new Error('nothing runs')) }
    await look({ db, log: silent, versions: createVersionShelf(), scripts, rooms }, at(11))
    const rows = await db.sandbox.findMany({ where: { throttledAt: { not: null } } })
    expect(rows.map(({ id }) => id)).toEqual([works])
    expect(await db.sandboxEvent.findMany({ where: { type: 'throttled' } })).toMatchObject([
      { sandboxId: works },
    ])
    expect(await db.sandbox.findUniqueOrThrow({ where: { id: idles } })).toMatchObject({ busySince: null })
  } finally {
    await db.$disconnect()
    await postgres.stop()
    await remove([busy])
  }
})

/** Rows as control has them of two sandboxes whose containers run here. */
async function writeSandboxes(db: Db, containers: readonly [string, string]): Promise<[string, string]> {
  const tenantId = newId('tenant')
  await db.tenant.create({ data: { id: tenantId, name: 'school' } })
  await db.node.create({ data: { id: 'nod_test', name: 'test', state: 'ready' } })
  const image = { repository: 'acme/shop', digest: rig.digest }
  const shell = labContainer('shell', {
    limits: { ...LIMITS, cpu: LITTLE, burst: 1 },
  })
  const lab = await writeLab(db, { tenantId, image, spec: labSpec({ containers: [shell] }) })
  const course = await writeCourse(db, { tenantId, labId: lab.labId })
  const pupils = await writePupils(db, { tenantId, courseId: course.courseId, count: 2 })
  const { id: releaseId } = await db.release.findFirstOrThrow({ where: { appId: lab.appId } })
  const now = new Date()
  const write = async (id: string, userId: string | undefined) => {
    const sandboxId = newId('sandbox')
    await db.sandbox.create({
      data: {
        ...{ id: sandboxId, tenantId, labId: lab.labId, versionId: lab.versionId, ...course },
        ...{
          userId: userId ?? null,
          state: 'running',
          nodeId: 'nod_test',
          readyAt: now,
          activeAt: now,
          seenAt: now,
        },
      },
    })
    await db.container.create({
      data: {
        ...{ id, tenantId, appId: lab.appId, releaseId, nodeId: 'nod_test', process: 'shell', instance: 1 },
        ...{ sandboxId, attempt: 1, observed: 'running', observedGeneration: 1 },
      },
    })
    return sandboxId
  }
  return [await write(containers[0], pupils[0]?.userId), await write(containers[1], pupils[1]?.userId)]
}
