import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { createNodeService, type NodeService, type NodeSession } from '../../../packages/deploy/src/index.ts'
import { createNodeWatch } from '../../../packages/deploy/src/scheduler/node-watch.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createTenant } from './support/control-plane.ts'
import { silent } from './support/silent.ts'

let postgres: TestPostgres
let db: Db
let nodes: NodeService
let session: NodeSession
let containerId = ''
let now = new Date('2026-01-01T00:00:00Z').getTime()
const clock = { now: () => new Date(now) }

const info = {
  hostname: 'test',
  kernel: '6',
  arch: 'amd64' as const,
  cpus: 2,
  memoryBytes: 1024 ** 3,
  diskBytes: 1,
  diskFreeBytes: 1,
  writable: { bytes: 1, freeBytes: 1, limited: true, reason: null },
  cgroup: 'v2' as const,
  agentVersion: '1',
  bootId: 'b',
}

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  const secrets = { seal: async () => ({}), open: async () => ({}) }
  nodes = createNodeService({
    db,
    secrets,
    happenings: { note: async () => undefined },
    onChange: () => undefined,
    containerNets: ['10.0.0.0/8'],
    log: silent,
    clock,
  })
  const node = await db.node.create({ data: { id: newId('node'), name: 'one' } })
  containerId = await placeContainer(node.id)
  session = await nodes.connect(node.id, 'test')
  await nodes.heartbeat(session, info)
  await report()
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

test('a silent node goes offline, its containers are lost, and both come back with it', async () => {
  const watch = createNodeWatch({ db, clock, log: silent })
  const look = async (seconds: number) => {
    now += seconds * 1_000
    await watch()
    const [node, container] = [await db.node.findFirstOrThrow(), await db.container.findFirstOrThrow()]
    return `${node.state} ${container.observed}`
  }
  expect(await look(29)).toBe('ready running')
  expect(await look(2)).toBe('offline running')
  expect(await look(28)).toBe('offline running')
  expect(await look(2)).toBe('offline lost')
  expect(await look(60)).toBe('offline lost')
  expect(await db.event.count({ where: { type: 'container.lost' } })).toBe(1)
  await nodes.heartbeat(session, info)
  await report()
  expect(await look(0)).toBe('ready running')
})

test('time in which control itself was away does not count', async () => {
  now += 3_600_000
  const watch = createNodeWatch({ db, clock, log: silent })
  await watch()
  expect(await db.node.findFirstOrThrow()).toMatchObject({ state: 'ready' })
  now += 31_000
  await watch()
  expect(await db.node.findFirstOrThrow()).toMatchObject({ state: 'offline' })
  expect(await db.container.findFirstOrThrow()).toMatchObject({ observed: 'running' })
})

function report(): Promise<void> {
  const at = clock.now().toISOString()
  return nodes.report(session, [
    {
      id: containerId,
      generation: 1,
      state: 'running',
      healthy: true,
      address: '10.0.0.2',
      startedAt: at,
      endedAt: null,
      end: null,
      restarts: 0,
      nextStartAt: null,
      restartNonce: 0,
    },
  ])
}

async function placeContainer(nodeId: string): Promise<string> {
  const { tenant } = await createTenant(db, 'acme')
  const project = await db.project.create({
    data: { id: newId('project'), tenantId: tenant.id, name: 'default' },
  })
  const app = await db.app.create({
    data: { id: newId('app'), tenantId: tenant.id, projectId: project.id, name: 'hello' },
  })
  const release = await db.release.create({
    data: {
      ...{
        id: newId('release'),
        appId: app.id,
        number: 1,
        image: 'hello:1',
        repository: 'acme/hello',
        kin: 'rel_first',
      },
      ...{
        digest: `sha256:${'a'.repeat(64)}`,
        processes: { web: { replicas: 1 } },
        env: {},
        createdBy: 'me',
      },
      ...{ cpu: 0.1, memory: 1n, pids: 1, disk: 1n, health: { kind: 'none' }, restart: { policy: 'always' } },
    },
  })
  const id = newId('container')
  await db.container.create({
    data: {
      id,
      tenantId: tenant.id,
      appId: app.id,
      releaseId: release.id,
      nodeId,
      process: 'web',
      instance: 1,
    },
  })
  return id
}
