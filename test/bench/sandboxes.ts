import { setTimeout as sleep } from 'node:timers/promises'
import { createDb, type Db } from '../../packages/db/src/index.ts'
import type { SandboxView } from '../../packages/protocol/src/index.ts'
import { createSandboxService } from '../../packages/sandbox/src/index.ts'
import { type Pupil, writePupils } from '../support/lab-fixture.ts'
import { startPlatform, type TestPlatform } from '../support/platform.ts'
import { platformApi } from '../support/platform-api.ts'
import { runFolder } from '../integration/platform/run-folder.ts'
import { visit } from '../support/visit.ts'
import { type Figure, percentile, timed } from './figure.ts'

const CLASSES = [1, 50, 200]
const MOST = 500
const LATE_MS = 180_000
/** The dashboard is asked so often by somebody else. */
const OTHERS_MS = 100
const ROUNDS = 10

const LAB = `title: Bench
containers:
  box:
    image: busybox
    limits: { cpu: 0.1, burst: 1, memory: 64M, pids: 64, disk: 64M }
home: { path: /root, size: 32M }
`

type Bench = {
  readonly platform: TestPlatform
  readonly db: Db
  readonly lab: { readonly id: string; readonly name: string }
}

/**
 * From the click of each of a class at once, as the server takes it, until its sandbox runs: with a spare for each, which
 * is made again meanwhile, and with none. Meanwhile somebody else asks for the list of apps, through the door.
 */
export async function benchSandboxes(): Promise<Figure[]> {
  const platform = await startPlatform()
  const db = createDb({
    url: `postgresql://berth@localhost/berth?host=${await runFolder(platform)}/pg`,
    poolSize: 20,
  })
  try {
    const lab = await writeLab(platform)
    await db.tenant.updateMany({ where: { name: platform.admin.tenant }, data: { sandboxes: MOST } })
    const bench = { platform, db, lab }
    const figures: Figure[] = [
      ...percentiles('the list of apps, nobody starts', await others(platform, sleep(5_000))),
    ]
    for (const count of CLASSES) {
      figures.push(...(await herd(bench, count, 'cold')), ...(await herd(bench, count, 'warm')))
    }
    return [...figures, ...(await rests(bench))]
  } finally {
    await db.$disconnect()
    await platform.stop()
  }
}

async function writeLab(platform: TestPlatform): Promise<Bench['lab']> {
  const name = 'bench'
  const { tenant } = platform.admin
  const api = platformApi(platform, 'token')
  await api.call('labs.save', { tenant, name, files: { 'lab.yml': LAB } })
  const { id: course } = await api.call<{ id: string }>('courses.create', { tenant, name, title: name })
  const choices = await api.ask<Bench['lab'][]>('courses.labs.choices', { course })
  const lab = choices.find((one) => one.name === name)
  if (!lab) throw new Error('the lab of the bench was not saved')
  return lab
}

type Class = { readonly course: string; readonly courseLab: string; readonly pupils: readonly Pupil[] }

async function classOf({ platform, db, lab }: Bench, name: string, count: number): Promise<Class> {
  const { tenant } = platform.admin
  const api = platformApi(platform, 'token')
  const { id: course } = await api.call<{ id: string }>('courses.create', { tenant, name, title: name })
  const { id: courseLab } = await api.call<{ id: string }>('courses.labs.add', { course, lab: lab.id })
  const { tenantId } = await db.course.update({ where: { id: course }, data: { maximum: MOST } })
  return { course, courseLab, pupils: await writePupils(db, { tenantId, courseId: course, count }) }
}

async function herd(bench: Bench, count: number, kind: 'cold' | 'warm'): Promise<Figure[]> {
  const { db, platform } = bench
  const room = await classOf(bench, `${kind}-${count}`, count)
  const { courseLab, pupils } = room
  if (kind === 'warm') {
    await db.courseLab.update({ where: { id: courseLab }, data: { reserved: count } })
    await until(async () => (await running(db, { courseLabId: courseLab, userId: null })) >= count)
  }
  const service = createSandboxService({
    db,
    queues: { wakeNode: async () => undefined },
    run: () => Promise.reject(new Error('the bench runs no scripts')),
  })
  const times: number[] = []
  const all = Promise.all(
    pupils.map(async (pupil) => {
      const start = performance.now()
      const { id } = await service.start(pupil, courseLab)
      await until(async () => (await running(db, { id })) === 1)
      times.push(performance.now() - start)
    }),
  )
  const seen = await others(platform, all)
  await endAll(bench, room)
  const title = `${count} at once, ${kind}`
  return [
    ...percentiles(`click until it runs, ${title}`, times),
    { name: `failed, ${title}`, value: count - times.length, unit: 'times' },
    ...percentiles(`the list of apps meanwhile, ${title}`, seen),
  ]
}

/** Held in memory, and stopped with its files, until it runs again. */
async function rests(bench: Bench): Promise<Figure[]> {
  const { db, platform } = bench
  const room = await classOf(bench, 'rests', 0)
  const person = platformApi(platform, 'person')
  const teacher = platformApi(platform, 'token')
  const { id } = await person.call<SandboxView>('sandboxes.start', { courseLab: room.courseLab })
  await until(async () => (await running(db, { id })) === 1)
  const times = { pause: [] as number[], stop: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ['pause', 'stop'] as const) {
      await teacher.call(`sandboxes.${way}`, { sandbox: id })
      const resting = { sandboxId: id, observed: way === 'pause' ? 'paused' : 'stopped' }
      await until(async () => (await db.container.count({ where: resting })) === 1)
      times[way].push(
        await timed(async () => {
          await teacher.call('sandboxes.resume', { sandbox: id })
          await until(async () => (await running(db, { id })) === 1)
        }),
      )
    }
  }
  await endAll(bench, room)
  return [...percentiles('thaw', times.pause), ...percentiles('resume with its files', times.stop)]
}

async function endAll({ db, platform }: Bench, { course }: Class): Promise<void> {
  await db.courseLab.updateMany({ where: { courseId: course }, data: { reserved: 0 } })
  const teacher = platformApi(platform, 'token')
  const rows = await db.sandbox.findMany({ where: { courseId: course, state: { not: 'ended' } } })
  for (const { id } of rows) await teacher.call('sandboxes.end', { sandbox: id })
  await until(async () => (await db.container.count({ where: { sandbox: { courseId: course } } })) === 0)
}

function running(db: Db, where: { id?: string; courseLabId?: string; userId?: null }): Promise<number> {
  return db.sandbox.count({ where: { ...where, state: 'running' } })
}

/** Milliseconds of each look at the list of apps while something else is done. */
async function others({ url, admin }: TestPlatform, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const input = encodeURIComponent(JSON.stringify({ json: { tenant: admin.tenant } }))
  const headers = { authorization: `Bearer ${admin.token}` }
  let isOver = false
  const ended = work.finally(() => {
    isOver = true
  })
  do {
    const options = { headers, timeoutMs: 60_000 }
    times.push(await timed(() => visit(`${url}/api/trpc/apps.list?input=${input}`, options)))
    await sleep(OTHERS_MS)
  } while (!isOver)
  await ended
  return times
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LATE_MS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('it did not come to pass in time')
    await sleep(20)
  }
}

function percentiles(name: string, values: readonly number[]): Figure[] {
  return [50, 95, 99, 100].map((part) => ({
    name: `${name}, ${part === 100 ? 'worst' : `p${part}`}`,
    value: percentile(values, part),
    unit: 'ms',
  }))
}
