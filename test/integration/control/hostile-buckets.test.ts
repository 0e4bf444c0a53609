import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createBucketOpener } from '../../../apps/control/src/backups/open-bucket.ts'
import { newId, systemClock, toBerthError } from '../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { createBackupDesk, createTransferKeeper } from '../../../packages/deploy/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createTenant } from './support/control-plane.ts'
import { silent } from './support/silent.ts'

let postgres: TestPostgres
let db: Db
const servers: Server[] = []

const openBucket = createBucketOpener({ allow: ['127.0.0.1/32'] })
const secrets = { open: async (_tenant: string, sealed: Readonly<Record<string, string>>) => sealed }

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  await db.node.create({ data: { id: 'nod_one', name: 'one' } })
})
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})
afterAll(async () => {
  await db?.$disconnect()
  await postgres?.stop()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** Takes whatever comes, and lists nothing. */
const takesAll: RequestListener = (request, response) => {
  request.resume()
  request.once('end', () => response.end(request.method === 'GET' ? '<ListBucketResult/>' : ''))
}

const addressOf = (endpoint: string) => ({
  ...{ endpoint, region: 'r', bucket: 'b', prefix: '', accessKeyId: 'k', pathStyle: true },
})

/** A tenant with that bucket and so many volumes whose backups wait. */
async function addTenant(name: string, endpoint: string, waiting: number): Promise<string> {
  const { tenant } = await createTenant(db, name)
  const target = { ...addressOf(endpoint), secret: 's', changedBy: 'me', changedAt: new Date() }
  await db.backupTarget.create({ data: { tenantId: tenant.id, ...target } })
  for (let i = 0; i < waiting; i++) {
    const volume = { id: newId('volume'), tenantId: tenant.id, name: `data-${i}`, bytes: 1n << 30n }
    await db.volume.create({ data: { ...volume, nodeId: 'nod_one', made: true, createdBy: 'me' } })
    const transfer = { id: newId('transfer'), tenantId: tenant.id, volumeId: volume.id, kind: 'backup' }
    await db.volumeTransfer.create({ data: { ...transfer, backupId: newId('backup'), createdBy: 'me' } })
  }
  return tenant.id
}

test('a bucket that answers without end, in length or in time, is refused for what it is', async () => {
  const desk = createBackupDesk({ db, secrets, openBucket, withinMs: 1000 })
  const long = await serve((request, response) => {
    request.resume()
    response.writeHead(400)
    for (let i = 0; i < 400; i++) response.write(Buffer.alloc(64 * 1024, 'x'))
  })
  await expect(desk.check('ten', addressOf(long), 's')).rejects.toMatchObject({
    code: 'backup.refused',
    message: expect.stringMatching(
      /^the bucket "b" at 127.* cannot be used: it answers with more than 4 MiB$/,
    ),
  })
  let asked = 0
  const endless = await serve((request, response) => {
    request.resume()
    asked++
    const next = `<IsTruncated>true</IsTruncated><NextContinuationToken>${asked}</NextContinuationToken>`
    setTimeout(() => response.end(`<ListBucketResult>${next}</ListBucketResult>`), 20)
  })
  const tenantId = await addTenant('endless', endless, 0)
  await expect(desk.scan(tenantId)).rejects.toMatchObject({
    code: 'backup.unreachable',
    message: expect.stringContaining('within 1 s'),
  })
  const before = asked
  await sleep(500)
  expect(asked).toBeLessThanOrEqual(before + 1) // nobody asks on
})

test('one tenant asks a bucket that does not answer only so often at once, and another goes on', async () => {
  const desk = createBackupDesk({ db, secrets, openBucket, withinMs: 2000 })
  const silentOne = addressOf(await serve((request) => void request.resume()))
  const asked = await Promise.allSettled(Array.from({ length: 9 }, () => desk.check('one', silentOne, 's')))
  const count = (code: string) =>
    asked.filter((one) => one.status === 'rejected' && toBerthError(one.reason).code === code).length
  expect([count('backup.running'), count('backup.unreachable')]).toEqual([5, 4])
  await desk.check('other', addressOf(await serve(takesAll)), 's')
  await desk.check('one', addressOf(await serve(takesAll)), 's') // and it has places again
})

test('two tenants whose transfers move a byte now and then hold up no third, and are cut off', async () => {
  const endpoint = await serve(takesAll)
  const slow = [await addTenant('slow-a', endpoint, 3), await addTenant('slow-b', endpoint, 3)]
  const keeper = keeperBeside(slow, {
    piece: Buffer.from('.'),
    pace: { windowMs: 4000, bytesPerSecond: 1024, totalMs: 600_000 },
  })
  const statesOf = async (tenantId: string) =>
    (await db.volumeTransfer.findMany({ where: { tenantId } })).map(({ state }) => state).toSorted()
  await keeper.look()
  for (const tenantId of slow) expect(await statesOf(tenantId)).toEqual(['running', 'waiting', 'waiting'])
  const quick = await addTenant('quick', endpoint, 1)
  await keeper.look()
  await eventually(async () => (await statesOf(quick))[0] === 'done', { withinMs: 60_000 })
  await eventually(async () => (await statesOf(slow[0] ?? '')).includes('failed'), { withinMs: 60_000 })
  const cut = await db.volumeTransfer.findFirstOrThrow({
    where: { tenantId: slow[0] ?? '', state: 'failed' },
  })
  expect(cut).toMatchObject({ attempts: 1 })
  expect(cut.reason).toMatch(/^it moved less than 1 KiB a second for \d s, and is cut off/)
})

test('four tenants whose transfers are slow give a place to a fifth, and begin anew later', async () => {
  await db.volumeTransfer.deleteMany() // what tests before this one left waits, too
  const endpoint = await serve(takesAll)
  const slow = await Promise.all(['a', 'b', 'c', 'd'].map((name) => addTenant(`held-${name}`, endpoint, 9)))
  const keeper = keeperBeside(slow, {
    piece: Buffer.alloc(7 * 1024),
    yields: { sliceMs: 2000, bytesPerSecond: 1024 ** 2 },
  })
  const inState = (state: string) => db.volumeTransfer.findMany({ where: { tenantId: { in: slow }, state } })
  await keeper.look()
  expect(new Set((await inState('running')).map(({ tenantId }) => tenantId)).size).toBe(4)
  const fifth = await addTenant('fifth', endpoint, 1)
  await eventually(
    async () => {
      await keeper.look()
      return (await db.volumeTransfer.count({ where: { tenantId: fifth, state: 'done' } })) === 1
    },
    { withinMs: 60_000 },
  )
  const rested = (await inState('waiting')).filter(({ notBefore }) => notBefore !== null)
  expect(rested.length).toBeGreaterThan(0)
  for (const { notBefore, ...rest } of rested) {
    const reason = 'it was slow, and gave up its place to others who waited'
    expect(rest).toMatchObject({ attempts: 1, holder: null, reason })
    expect(notBefore?.getTime()).toBeGreaterThan(Date.now())
  }
  expect(await inState('failed')).toEqual([])
})

test('what finds no place for an hour says that others may have been before it', async () => {
  const tenantId = await addTenant('late', 'http://127.0.0.1:9', 1)
  await db.volumeTransfer.updateMany({
    where: { tenantId },
    data: { createdAt: new Date(Date.now() - 7_200_000) },
  })
  const keeper = createTransferKeeper({
    ...{ db, secrets, openBucket, log: silent, clock: systemClock },
    wake: { wakeNode: async () => undefined },
    happenings: { note: async () => undefined },
    nodes: { has: () => false, write: async () => undefined, async *read() {} },
  })
  await keeper.look()
  await keeper.close()
  const { state, reason } = await db.volumeTransfer.findFirstOrThrow({ where: { tenantId } })
  expect([state, reason]).toEqual([
    'failed',
    'it found no place for an hour: its node was away, or others were before it',
  ])
})

test('a volume that was made for a restore goes when that found no place, and one that was there stays', async () => {
  const tenantId = await addTenant('for-nothing', 'http://127.0.0.1:9', 1)
  const createdAt = new Date(Date.now() - 7_200_000)
  const made = { id: newId('volume'), tenantId, name: 'made', bytes: 1n << 30n, createdBy: 'me' }
  await db.volume.create({ data: { ...made, createdAt } })
  await db.volumeTransfer.updateMany({ where: { tenantId }, data: { kind: 'restore', createdAt } })
  const restore = { id: newId('transfer'), tenantId, volumeId: made.id, kind: 'restore', createdBy: 'me' }
  await db.volumeTransfer.create({ data: { ...restore, backupId: newId('backup'), createdAt } })
  const keeper = createTransferKeeper({
    ...{ db, secrets, openBucket, log: silent, clock: systemClock },
    wake: { wakeNode: async () => undefined },
    happenings: { note: async () => undefined },
    nodes: { has: () => false, write: async () => undefined, async *read() {} },
  })
  await keeper.look()
  await keeper.close()
  const volumes = await db.volume.findMany({ where: { tenantId }, orderBy: { name: 'asc' } })
  expect(volumes.map(({ name, deletedAt }) => [name, deletedAt !== null])).toEqual([
    ['data-0', false],
    ['made', true],
  ])
  const events = await db.event.findMany({ where: { tenantId, type: 'volume.deleted' } })
  expect(events).toMatchObject([{ message: expect.stringContaining('it was made for a backup') }])
})

/** Volumes of those who are slow are read without end, a piece ten times a second; the others' at once. */
function keeperBeside(
  slow: readonly string[],
  {
    piece,
    ...limits
  }: { piece: Buffer } & Pick<Parameters<typeof createTransferKeeper>[0], 'pace' | 'yields'>,
): ReturnType<typeof createTransferKeeper> {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const keeper = createTransferKeeper({
    ...{ db, secrets, openBucket, log: silent, clock: systemClock },
    wake: { wakeNode: async () => undefined },
    happenings: { note: async () => undefined },
    ...limits,
    nodes: {
      has: () => true,
      write: async () => undefined,
      async *read(_node, volume, signal) {
        const { tenantId } = await db.volume.findUniqueOrThrow({ where: { id: volume } })
        yield Buffer.from('begin')
        while (slow.includes(tenantId)) {
          await sleep(100, undefined, { signal: AbortSignal.any([signal, stop.signal]) })
          yield piece
        }
      },
    },
  })
  onTestFinished(() => keeper.close())
  return keeper
}
