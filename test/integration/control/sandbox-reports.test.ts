import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { createNodeService, type NodeService, type NodeSession } from '../../../packages/deploy/src/index.ts'
import type { ObservedContainer } from '../../../packages/protocol/src/index.ts'
import { writeLab } from '../../support/lab-fixture.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { silent } from './support/silent.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const image = { repository: 'acme/shell', digest: `sha256:${'a'.repeat(64)}` }
let postgres: TestPostgres
let db: Db
let nodes: NodeService
let session: NodeSession
let heard: string[] = []
let opening: () => Promise<void>
const now = new Date()

beforeAll(async () => {
  postgres = await startPostgres()
})

beforeEach(async () => {
  await db?.$disconnect()
  db = createDb({ url: await postgres.createDatabase() })
  heard = []
  opening = async () => undefined
  nodes = createNodeService({
    db,
    secrets: { seal: async () => ({}), open: async () => (await opening(), {}) },
    happenings: { note: async () => undefined },
    onChange: (appId) => heard.push(appId),
    onSandbox: (sandboxId) => heard.push(sandboxId),
    containerNets: ['10.0.0.0/8'],
    log: silent,
    clock: { now: () => now },
  })
  const { id } = await db.node.create({ data: { id: newId('node'), name: 'one' } })
  session = await nodes.connect(id, 'test')
  await nodes.holdSubnets(session, ['10.1.0.0/24'])
})

afterAll(async () => {
  await db?.$disconnect()
  await postgres?.stop()
})

/** A container of a sandbox, and one of a job of the same lab, which is told of as any other. */
async function place(): Promise<{ sandboxId: string; own: string; other: string }> {
  const tenantId = newId('tenant')
  await db.tenant.create({ data: { id: tenantId, name: `t${tenantId.slice(-12).toLowerCase()}` } })
  const { appId, labId, versionId } = await writeLab(db, { tenantId, image })
  const { id: releaseId } = await db.release.findFirstOrThrow({ where: { appId } })
  const sandboxId = newId('sandbox')
  await db.sandbox.create({ data: { id: sandboxId, tenantId, labId, versionId, state: 'starting' } })
  const one = { tenantId, appId, releaseId, nodeId: session.nodeId, process: 'shell', instance: 1 }
  const [own, other] = [newId('container'), newId('container')]
  await db.container.createMany({
    data: [
      { ...one, id: own, sandboxId, attempt: 1 },
      { ...one, id: other },
    ],
  })
  return { sandboxId, own, other }
}

function observed(id: string, changes: Partial<ObservedContainer> = {}): ObservedContainer {
  const at = now.toISOString()
  return {
    ...{ id, generation: 1, state: 'running', healthy: true, address: '10.1.0.7', startedAt: at },
    ...{ endedAt: null, end: null, restarts: 0, nextStartAt: null, restartNonce: 0 },
    ...changes,
  }
}

const row = (id: string) => db.container.findUniqueOrThrow({ where: { id } })

test('what a node says of a container of a sandbox is written as that of any other', async () => {
  const { own, other, sandboxId } = await place()
  const ended = { kind: 'exit', code: 3 } as const
  const reports: Partial<ObservedContainer>[] = [
    { state: 'starting', healthy: false, address: null, startedAt: null },
    { pull: { bytes: 1, total: 2, layers: 1, layersDone: 0 }, state: 'pulling', address: null },
    {},
    { oomKills: 2, forksRefused: 5, limitsRefused: 'it uses more' },
    {
      ...{ state: 'backoff', healthy: false, address: null, endedAt: now.toISOString(), end: ended },
      ...{ restarts: 1, nextStartAt: now.toISOString(), lastLines: ['one', 'two'] },
    },
    { restarts: 1 },
  ]
  for (const report of reports) {
    await nodes.report(session, [observed(own, report), observed(other, report)])
    const { id: _own, sandboxId: _sandbox, attempt: _attempt, createdAt: _at, ...mine } = await row(own)
    const { id: _other, sandboxId: _none, attempt: _first, createdAt: _then, ...theirs } = await row(other)
    expect(mine).toEqual(theirs)
  }
  expect(await row(own)).toMatchObject({ observed: 'running', end: ended, lastLines: ['one', 'two'] })
  expect(heard.filter((id) => id === sandboxId).length).toBeGreaterThan(3)
  const before = heard.length
  await nodes.report(session, [observed(own, { restarts: 1 })])
  expect(heard).toHaveLength(before) // nothing new
})

test('nothing is taken of what is not wanted any more, is elsewhere, or is said by a stream that was replaced', async () => {
  const { own } = await place()
  await db.container.update({ where: { id: own }, data: { generation: 2 } })
  await nodes.report(session, [observed(own)])
  expect((await row(own)).observed).toBe('pending')
  const { id: elsewhere } = await db.node.create({ data: { id: newId('node'), name: 'two' } })
  const foreign = await nodes.connect(elsewhere, 'test')
  await expect(nodes.report(foreign, [observed(own, { generation: 2 })])).rejects.toMatchObject({
    code: 'auth.forbidden',
  })
  await nodes.connect(session.nodeId, 'newer')
  await expect(nodes.report(session, [observed(own, { generation: 2 })])).rejects.toMatchObject({
    code: 'protocol.disconnected',
  })
  expect((await row(own)).observed).toBe('pending')
})

test('an address is believed in networks that the node holds, at the moment in which it is written', async () => {
  const { own } = await place()
  await nodes.report(session, [observed(own, { address: '10.2.0.7' })])
  expect((await row(own)).address).toBeNull()
  await nodes.report(session, [observed(own)])
  expect((await row(own)).address).toBe('10.1.0.7')
  // somebody gives the network back while the report is under way
  const giving = db.$transaction(async (tx) => {
    await tx.node.update({ where: { id: session.nodeId }, data: { subnets: ['10.9.0.0/24'] } })
    await tx.container.updateMany({ data: { address: null } })
    await new Promise((resolve) => setTimeout(resolve, 500))
  })
  await vi.waitFor(async () => {
    const held = await db.$queryRaw<{ held: bigint }[]>`
      SELECT count(*) AS held FROM pg_stat_activity
      WHERE state = 'idle in transaction' AND datname = current_database()`
    expect(Number(held[0]?.held)).toBeGreaterThan(0)
  })
  await nodes.report(session, [observed(own)])
  await giving
  expect((await row(own)).address).toBeNull()
})

test('of two reports of a node the older one is written first, also where it took longer', async () => {
  const { own } = await place()
  const gate = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  opening = async () => {
    reached.resolve()
    await gate.promise
  }
  const ended = observed(own, { state: 'backoff', healthy: false, address: null, lastLines: ['it ended'] })
  const older = nodes.report(session, [ended])
  await reached.promise
  const newer = nodes.report(session, [observed(own, { restarts: 1 })])
  await Promise.race([newer, pause(500)])
  gate.resolve()
  await Promise.all([older, newer])
  expect(await row(own)).toMatchObject({ observed: 'running', restarts: 1, lastLines: ['it ended'] })
})

test('of many containers in one report each is taken over, and one that somebody holds at this moment after that', async () => {
  const all = await Promise.all([place(), place(), place()])
  const [held] = all.map(({ own }) => own)
  const letGo = Promise.withResolvers<void>()
  const isHeld = Promise.withResolvers<void>()
  const holding = db.$transaction(
    async (tx) => {
      await tx.container.update({ where: { id: held ?? '' }, data: { desiredBy: 'somebody' } })
      isHeld.resolve()
      await letGo.promise
    },
    { timeout: 60_000 },
  )
  await isHeld.promise
  const reported = nodes.report(
    session,
    all.map(({ own }, nth) => observed(own, { restarts: nth + 1 })),
  )
  const written = () => db.container.count({ where: { observed: 'running' } })
  await vi.waitFor(async () => expect(await written()).toBe(2), { timeout: 60_000 })
  letGo.resolve()
  await Promise.all([holding, reported])
  const rows = await Promise.all(all.map(({ own }) => row(own)))
  expect(rows.map(({ restarts }) => restarts)).toEqual([1, 2, 3])
  expect(rows[0]?.desiredBy).toBe('somebody')
  expect(heard.toSorted()).toEqual(all.map(({ sandboxId }) => sandboxId).toSorted())
})

test('a lab that cannot be read keeps none of the other containers of its node from being told', async () => {
  const [one, broken] = [await place(), await place()]
  const { versionId } = await db.sandbox.findUniqueOrThrow({ where: { id: broken.sandboxId } })
  await db.labVersion.update({ where: { id: versionId }, data: { spec: { containers: 'none' } } })
  const ids = [one.own, one.other, broken.own]
  const { containers, untold } = await nodes.specs(session, ids)
  expect(containers.map(({ id }) => id).toSorted()).toEqual([one.own, one.other].toSorted())
  expect(untold).toEqual([broken.own])
})
