import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HostTraffic } from '../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { createMetricsQueries, createRecorder, tidyMetrics } from '../../../packages/metrics/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

let postgres: TestPostgres
let db: Db
/** a moment at which steps of all lengths begin */
const BEGIN = 1_800_000_000_000

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  await db.tenant.create({ data: { id: 'ten_a', name: 'alpha' } })
  await db.project.create({ data: { id: 'prj_a', tenantId: 'ten_a', name: 'default' } })
  await db.app.create({ data: { id: 'app_a', tenantId: 'ten_a', projectId: 'prj_a', name: 'shop' } })
  await db.node.create({ data: { id: 'nod_a', name: 'one' } })
  await db.release.create({
    data: {
      ...{ id: 'rel_a', appId: 'app_a', number: 1, image: 'a', repository: 'a/b', digest: 'sha256:a' },
      ...{ processes: {}, env: {}, cpu: 1, memory: 1n, pids: 1, disk: 1n, health: {}, restart: {} },
      ...{ kin: 'rel_a', createdBy: 'me' },
    },
  })
  await db.container.create({
    data: {
      ...{ id: 'con_a', tenantId: 'ten_a', appId: 'app_a', releaseId: 'rel_a', nodeId: 'nod_a' },
      ...{ process: 'web', instance: 1 },
    },
  })
})

afterAll(async () => {
  await db?.$disconnect()
  await postgres?.stop()
})

const traffic = (answers: number, app = 'app_a'): HostTraffic => ({
  ...{ host: `${app}.test`, app, open: 0, requests: answers, bytesIn: 0, bytesOut: answers * 1000 },
  statuses: [0, answers, 0, 0, 0],
  times: [0, 0, 0, answers, ...Array.from({ length: 10 }, () => 0)],
})
const sample = (seconds: number) => ({
  ...{ id: 'con_a', at: new Date(BEGIN).toISOString(), memoryBytes: 64, memoryLimit: 100, pids: 1 },
  ...{ cpuUsageUsec: seconds * 500_000, rxBytes: seconds * 10, txBytes: 0 },
})

/** Time, and a door that answered two requests a second since its last start. */
function world() {
  const clock = { seconds: 0, doorBegan: 0, now: () => new Date(BEGIN + clock.seconds * 1000) }
  const counted = () => (clock.seconds - clock.doorBegan) * 2
  const recorder = () =>
    createRecorder({
      db,
      clock,
      // of an app that is gone meanwhile nothing is kept
      traffic: async () => [{ worker: '1', hosts: [traffic(counted()), traffic(counted(), 'app_gone')] }],
    })
  const read = (since: number, points = 400) =>
    createMetricsQueries({ db, clock }).read({ tenantId: 'ten_a', app: 'shop', since, points })
  return { clock, recorder, read }
}

test('steps are stored and summed up; killed processes and a door that begins anew leave gaps, and no wrong numbers', async () => {
  const { clock, recorder, read } = world()
  let mine = recorder()
  for (clock.seconds = 0; clock.seconds <= 1300; clock.seconds += 10) {
    // control was killed here, and was away for half a minute
    if (clock.seconds === 600) mine = recorder()
    if (clock.seconds > 600 && clock.seconds < 630) continue
    if (clock.seconds === 900) clock.doorBegan = 895
    mine.use([sample(clock.seconds)])
    await mine.record()
    if (clock.seconds % 60 === 0) await tidyMetrics({ db, clock })
  }
  clock.seconds = 1300
  const fine = await read(1300)
  const rates = fine.points.map(({ requests }) => requests?.perSecond ?? null)
  expect(new Set(rates)).toEqual(new Set([2, 1, null]))
  expect(rates.filter((rate) => rate === 1)).toHaveLength(1)
  expect(fine.points.every(({ use }) => use === null || (use.cpu >= 0 && use.cpu <= 2))).toBe(true)
  expect(fine.points.find(({ use }) => use)?.use).toMatchObject({ memory: 64 })

  const minutes = await db.metricStep.findMany({ where: { step: 60 }, orderBy: { at: 'asc' } })
  expect(minutes.map(({ seconds }) => seconds).slice(0, 9)).toEqual(Array(9).fill(60))
  const minute = await db.requestMetric.findMany({ where: { step: 60 }, orderBy: { at: 'asc' }, take: 2 })
  expect(minute.map(({ counts }) => Number(counts[3]))).toEqual([120, 120])
  const ten = await db.requestMetric.findMany({ where: { step: 600 }, orderBy: { at: 'asc' } })
  // the step that was open when control was killed is lost
  expect(Number(ten[0]?.counts[3])).toBe(1180)
  expect(await db.metricStep.findMany({ where: { step: 600 } })).toHaveLength(2)
  const day = await read(86_400)
  expect(day.points.find(({ requests }) => requests)?.requests).toMatchObject({ p50: expect.closeTo(7.5) })
})

test('two processes that read one door write its step once', async () => {
  const { clock, recorder } = world()
  clock.seconds = 10_000
  const both = [recorder(), recorder()]
  for (const one of both) await one.record()
  clock.seconds += 10
  for (const one of both) await one.record()
  const rows = await db.requestMetric.findMany({ where: { at: new Date(BEGIN + 10_000_000) } })
  expect(rows.map(({ counts }) => Number(counts[3]))).toEqual([20])
})

test('what the door counted while it did not answer is spread over that time, or left out when that was long', async () => {
  const { clock, recorder } = world()
  const counted = async (from: number) => {
    const at = { gt: new Date(BEGIN + from * 1000) }
    const rows = await db.requestMetric.findMany({ where: { step: 10, at }, orderBy: { at: 'asc' } })
    return rows.map(({ counts }) => Number(counts[3]))
  }
  clock.seconds = 20_000
  const mine = recorder()
  await mine.record()
  clock.seconds += 50
  await mine.record()
  expect(await counted(19_995)).toEqual([20, 20, 20, 20, 20])
  clock.seconds += 3_600
  await mine.record()
  expect(await counted(20_045)).toEqual([])
  clock.seconds += 10
  await mine.record()
  expect(await counted(20_045)).toEqual([20])
})

test('what is old is forgotten', async () => {
  const { clock } = world()
  clock.seconds = 40 * 86_400
  await tidyMetrics({ db, clock })
  expect(await db.requestMetric.count()).toBe(0)
  expect(await db.useMetric.count()).toBe(0)
  expect(await db.metricStep.count()).toBe(0)
})

test('an app of another tenant is not there', async () => {
  const queries = createMetricsQueries({ db })
  await expect(queries.read({ tenantId: 'ten_b', app: 'shop', since: 60, points: 1 })).rejects.toMatchObject({
    code: 'app.not_found',
  })
})
