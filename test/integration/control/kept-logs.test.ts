import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { createLogDesk, findKept, type LogBlobs, pruneLogs } from '../../../packages/deploy/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

const SESSION = { nodeId: 'nod_a', nodeName: 'one', fence: 1 }
const APP = { tenantId: 'ten_a', appId: 'app_a' }
const SECRET = 'correct-horse-battery'
const DAY_MS = 24 * 60 * 60_000

let postgres: TestPostgres
let db: Db
const stored = new Map<string, Uint8Array>()
const blobs: LogBlobs = {
  put: async (digest, bytes) => void stored.set(digest, bytes),
  get: async (digest) => stored.get(digest),
  remove: async (digest) => void stored.delete(digest),
}
const asIs = async (_: string, values: Readonly<Record<string, string>>) => ({ ...values })
const desk = () => createLogDesk({ db, blobs, secrets: { seal: asIs, open: asIs } })

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  await db.tenant.create({ data: { id: 'ten_a', name: 'alpha' } })
  await db.project.create({ data: { id: 'prj_a', tenantId: 'ten_a', name: 'default' } })
  await db.app.create({ data: { id: 'app_a', tenantId: 'ten_a', projectId: 'prj_a', name: 'shop' } })
  for (const id of ['nod_a', 'nod_b']) {
    await db.node.create({ data: { id, name: id, fence: 1, cpu: 1, memory: 1n } })
  }
  await db.release.create({
    data: {
      ...{ id: 'rel_a', appId: 'app_a', number: 1, image: 'a', repository: 'a', digest: 'a', kin: 'rel_a' },
      ...{ processes: {}, env: { KEY: SECRET }, cpu: 1, memory: 1n, pids: 1, disk: 1n },
      ...{ health: { kind: 'none' }, restart: { policy: 'always' }, createdBy: 'ada' },
    },
  })
  for (const instance of [1, 2, 3]) {
    await db.container.create({
      data: {
        ...{ id: `con_${instance}`, tenantId: 'ten_a', appId: 'app_a', releaseId: 'rel_a', nodeId: 'nod_a' },
        ...{ process: 'web', instance },
      },
    })
  }
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

const second = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString()

/** Lines of these seconds, as bytes `start` to `end` of a segment. */
function piece(id: string, seconds: readonly number[], [segment, start, end]: [number, number, number]) {
  const rows = seconds.map((at) => ({
    at: second(at),
    stream: 'stdout',
    text: `${id} says ${at} to ${SECRET}`,
  }))
  const data = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')).toString('base64')
  return {
    ...{ id, data, lines: rows.length },
    ...{ start: { segment, offset: start }, end: { segment, offset: end } },
    ...{ from: rows.at(0)?.at ?? '', to: rows.at(-1)?.at ?? '' },
  }
}

async function kept(wanted: object = {}): Promise<string[]> {
  const { lines } = await findKept({ db, blobs }, { ...APP, ...wanted })
  const texts: string[] = []
  for await (const { text } of lines) texts.push(text.replace(/ to .*$/, ''))
  return texts
}

test('lines of several instances are kept, and read in the order of time, by time, text and instance', async () => {
  expect(await desk().places(SESSION, ['con_1', 'con_2', 'con_x'])).toEqual({
    con_1: { segment: 0, offset: 0 },
    con_2: { segment: 0, offset: 0 },
  })
  await desk().keep(SESSION, piece('con_1', [1, 3], [1, 0, 100]))
  await desk().keep(SESSION, piece('con_2', [2, 4], [1, 0, 100]))
  await desk().keep(SESSION, piece('con_1', [5], [2, 0, 50]))
  expect(await kept()).toEqual([1, 2, 3, 4, 5].map((at) => `con_${at % 2 === 0 ? 2 : 1} says ${at}`))
  const range = { since: new Date(second(3)), until: new Date(second(4)) }
  expect(await kept(range)).toEqual(['con_1 says 3', 'con_2 says 4'])
  expect(await kept({ grep: 'SAYS 2' })).toEqual(['con_2 says 2'])
  expect(await kept({ instance: 2 })).toEqual(['con_2 says 2', 'con_2 says 4'])
  expect(await kept({ release: 7 })).toEqual([])
  expect(await kept({ tenantId: 'ten_b' })).toEqual([])
})

test('a part that comes twice, or from a place that is not the next, is not taken, and the place is told', async () => {
  const at = { next: { segment: 2, offset: 50 } }
  expect(await desk().keep(SESSION, piece('con_1', [5], [2, 0, 50]))).toEqual(at)
  expect(await desk().keep(SESSION, piece('con_1', [9], [2, 60, 70]))).toEqual(at)
  expect(await kept({ containerId: 'con_1' })).toHaveLength(3)
  expect(await desk().places(SESSION, ['con_1'])).toEqual({ con_1: { segment: 2, offset: 50 } })
})

test('values of the environment are hidden before anything is stored', async () => {
  const { lines } = await findKept({ db, blobs }, { ...APP })
  const texts: string[] = []
  for await (const { text } of lines) texts.push(text)
  expect(texts).toHaveLength(5)
  for (const text of texts) expect(text).toMatch(/ to \*{21}$/)
})

test('another node can neither add to a log nor learn of it', async () => {
  const other = { ...SESSION, nodeId: 'nod_b' }
  expect(await desk().places(other, ['con_1', 'con_3'])).toEqual({})
  const added = desk().keep(other, piece('con_1', [9], [3, 0, 50]))
  await expect(added).rejects.toMatchObject({ code: 'container.not_found' })
  const broken = desk().keep(SESSION, { ...piece('con_1', [9], [3, 0, 50]), data: 'AAAA' })
  await expect(broken).rejects.toMatchObject({ code: 'input.invalid' })
})

test('a part without lines, or with others than it says, is not taken', async () => {
  const empty = { ...piece('con_1', [9], [3, 0, 50]), data: gzipSync('').toString('base64') }
  const fewer = { ...piece('con_1', [8, 9], [3, 0, 50]), lines: 3 }
  for (const part of [empty, fewer]) {
    await expect(desk().keep(SESSION, part)).rejects.toMatchObject({ code: 'input.invalid' })
  }
  expect(await kept({ containerId: 'con_1' })).toHaveLength(3)
})

test('a log outlives its container, and goes with its days or with its app', async () => {
  await desk().places(SESSION, ['con_3'])
  await db.container.delete({ where: { id: 'con_3' } })
  await desk().keep(SESSION, piece('con_3', [7], [1, 0, 50]))
  expect(await kept({ instance: 3 })).toEqual(['con_3 says 7'])
  await pruneLogs({ db, blobs, clock: { now: () => new Date() } })
  expect(await kept()).toHaveLength(6)
  const old = new Date(Date.now() - 8 * DAY_MS)
  await db.logPiece.updateMany({ where: { sourceId: 'con_2' }, data: { createdAt: old } })
  await pruneLogs({ db, blobs, clock: { now: () => new Date() } })
  expect(await kept({ instance: 2 })).toEqual([])
  expect(stored.size).toBe(3)
  await db.app.update({ where: { id: 'app_a' }, data: { deletedAt: new Date() } })
  await pruneLogs({ db, blobs, clock: { now: () => new Date() } })
  expect(stored.size).toBe(0)
  expect(await db.logPiece.count()).toBe(0)
})
