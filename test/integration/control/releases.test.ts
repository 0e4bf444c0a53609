import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeployView } from '../../../packages/protocol/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'
import { deployEnd } from './support/deploy-end.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'

let plane: ControlPlane
let agent: ScriptedAgent
let slow = ''

beforeAll(async () => {
  plane = await startControlPlane()
  const { token } = await plane.addNode('one')
  const tenantId = plane.caller.tenant.id
  await pushImage(plane.db, { tenantId, name: 'acme/hello', tag: '1', ports: [8080] })
  slow = await pushImage(plane.db, { tenantId, name: 'acme/slow', tag: '1', ports: [8080] })
  await plane.startControl()
  agent = await connectAgent({
    socket: plane.socket,
    redisUrl: plane.redis.bareUrl,
    token,
    // it never gets as far as to run
    script: (spec) => (spec.image.digest === slow ? { state: 'starting' } : runs()(spec)),
  })
})

afterAll(async () => {
  await agent?.close()
  await plane?.stop()
})

const to = (app: string) => ({ ...plane.caller, app })
const SMALL = { memory: 64 * 1024 ** 2 }

const outcome = (view: DeployView) => deployEnd(plane, view)

/** `web.1 r2` of all that run, in order. */
async function running(app: string): Promise<string[]> {
  const { instances } = await plane.deploy.getApp(to(app))
  return instances
    .filter(({ state }) => state === 'running')
    .map(({ process, instance, release }) => `${process}.${instance} r${release}`)
}

const runsAs = (app: string, expected: string) =>
  eventually(async () => (await running(app)).join(', ') === expected, { withinMs: 60_000, what: expected })

test('processes of any name run beside web, with commands and limits of their own, and count for the quota', async () => {
  const before = (await plane.deploy.quota(plane.caller.tenant.id)).used
  const worker = { command: ['work', '--hard'], replicas: 2, limits: { memory: 32 * 1024 ** 2 } }
  const first = await outcome(
    await plane.deploy.deploy({ ...to('typed'), image: 'hello:1', ...SMALL, processes: { worker } }),
  )
  expect(first).toMatchObject({ state: 'succeeded', reason: null })
  await runsAs('typed', 'web.1 r1, worker.1 r1, worker.2 r1')
  const specs = [...agent.specs.values()].filter(({ app }) => app.name === 'typed')
  expect(specs.find(({ process }) => process === 'web')).toMatchObject({ port: 8080, limits: SMALL })
  const told = specs.find(({ process }) => process === 'worker')
  expect(told).toMatchObject({ command: worker.command, health: { kind: 'none' }, limits: worker.limits })
  expect(told?.port).toBeUndefined()
  const { used } = await plane.deploy.quota(plane.caller.tenant.id)
  expect(used.containers - before.containers).toBe(3)
  expect(used.memory - before.memory).toBe(128 * 1024 ** 2)
})

test('processes are scaled and taken away, and rolling back brings them back as they were', async () => {
  expect(
    await outcome(await plane.deploy.scale({ ...to('typed'), processes: { worker: 1, web: 2 } })),
  ).toMatchObject({
    state: 'succeeded',
  })
  await runsAs('typed', 'web.1 r2, web.2 r2, worker.1 r2')
  await outcome(await plane.deploy.setProcesses({ ...to('typed'), processes: { worker: null } }))
  await runsAs('typed', 'web.1 r3, web.2 r3')
  await outcome(await plane.deploy.rollback({ ...to('typed'), number: 1 }))
  await runsAs('typed', 'web.1 r4, worker.1 r4, worker.2 r4')
  const [live] = await plane.deploy.listReleases(to('typed'))
  expect(live?.processes['worker']).toMatchObject({ command: ['work', '--hard'], replicas: 2 })
  await expect(plane.deploy.setProcesses({ ...to('typed'), processes: { web: null } })).rejects.toMatchObject(
    { code: 'input.invalid' },
  )
})

test('a canceled deploy says who and why, and what serves never knew', async () => {
  await outcome(await plane.deploy.deploy({ ...to('calm'), image: 'hello:1', ...SMALL }))
  await runsAs('calm', 'web.1 r1')
  const [serving] = (await plane.deploy.getApp(to('calm'))).instances
  const started = await plane.deploy.deploy({ ...to('calm'), image: 'slow:1', ...SMALL })
  await eventually(async () => (await plane.deploy.getApp(to('calm'))).instances.length === 2)
  const canceled = await plane.deploy.cancel({ ...to('calm'), why: 'wrong branch' })
  expect(canceled).toMatchObject({
    ...{ id: started.id, state: 'canceled', canceledBy: plane.caller.by },
    reason: `canceled by ${plane.caller.by}: wrong branch`,
  })
  await eventually(async () => (await plane.deploy.getApp(to('calm'))).instances.length === 1)
  const app = await plane.deploy.getApp(to('calm'))
  expect(app).toMatchObject({ state: 'running', release: 1, instances: [{ id: serving?.id, restarts: 0 }] })
  await expect(plane.deploy.cancel(to('calm'))).rejects.toMatchObject({ code: 'deploy.not_found' })
  await expect(plane.deploy.cancel({ ...to('calm'), id: started.id })).rejects.toMatchObject({
    code: 'deploy.ended',
  })
  expect((await plane.deploy.listReleases(to('calm'))).map(({ state }) => state)).toEqual([
    'canceled',
    'live',
  ])
})

test('of a first deploy that is canceled nothing is left, and the app can be deployed', async () => {
  await plane.deploy.deploy({ ...to('unborn'), image: 'slow:1', ...SMALL })
  await eventually(async () => (await plane.deploy.getApp(to('unborn'))).instances.length === 1)
  await plane.deploy.cancel(to('unborn'))
  await eventually(async () => (await plane.deploy.getApp(to('unborn'))).instances.length === 0)
  expect(await plane.deploy.getApp(to('unborn'))).toMatchObject({ state: 'empty', release: 1 })
  expect(
    await outcome(await plane.deploy.deploy({ ...to('unborn'), image: 'hello:1', ...SMALL })),
  ).toMatchObject({
    state: 'succeeded',
  })
})

test('releases that are too old are given up, but for the one that works, and rolling back to one says so', async () => {
  await outcome(await plane.deploy.deploy({ ...to('aged'), image: 'hello:1', ...SMALL }))
  const { id: appId } = await plane.db.app.findFirstOrThrow({ where: { name: 'aged' } })
  // as the first one, and never live
  await plane.db.$executeRaw`
    INSERT INTO "Release"
    SELECT (jsonb_populate_record(r, jsonb_build_object('id', 'rel_aged' || n, 'number', n))).*
    FROM "Release" r, generate_series(2, 25) n WHERE r."appId" = ${appId}`
  // each with a version of a secret of its own
  const versions = Array.from({ length: 24 }, (_, i) => ({ number: i + 2, sealed: '', createdBy: 'me' }))
  await plane.db.secret.create({
    data: { id: 'sec_aged', appId, name: 'OLD', as: 'env', lastVersion: 25, versions: { create: versions } },
  })
  await plane.db.$executeRaw`
    UPDATE "Release" SET secrets = jsonb_build_object('OLD',
      jsonb_build_object('id', 'sec_aged', 'version', number, 'as', 'env')) WHERE id LIKE 'rel\\_aged%'`
  await outcome(await plane.deploy.setEnv({ ...to('aged'), set: { A: '1' }, unset: [] }))
  const releases = await plane.deploy.listReleases(to('aged'))
  const given = releases.filter(({ givenUp }) => givenUp).map(({ number }) => number)
  expect(given).toEqual([6, 5, 4, 3, 2])
  const kept = await plane.db.secretVersion.findMany({ where: { secretId: 'sec_aged' } })
  expect(kept.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 19 }, (_, i) => i + 7),
  )
  await expect(plane.deploy.rollback({ ...to('aged'), number: 3 })).rejects.toMatchObject({
    code: 'release.given_up',
  })
  expect(await outcome(await plane.deploy.rollback(to('aged')))).toMatchObject({
    state: 'succeeded',
    release: 27,
  })
})

const many = (count: number, name: string) =>
  Array.from({ length: count }, (_, i) => [`${name}_${i}`, 'x'.repeat(32_000)] as const)

test('what a release says of itself, and its secrets, are bounded together, whichever way it comes', async () => {
  const tooMuch = Object.fromEntries(many(9, 'BIG'))
  const refused = { code: 'release.too_large' }
  await expect(plane.deploy.deploy({ ...to('large'), image: 'hello:1', env: tooMuch })).rejects.toMatchObject(
    refused,
  )
  await outcome(await plane.deploy.deploy({ ...to('large'), image: 'hello:1', ...SMALL }))
  await expect(plane.deploy.setEnv({ ...to('large'), set: tooMuch, unset: [] })).rejects.toMatchObject(
    refused,
  )
  const secrets = Object.fromEntries(many(17, 'SECRET').map(([name, value]) => [name, { value }]))
  await expect(plane.deploy.changeSecrets({ ...to('large'), set: secrets, unset: [] })).rejects.toMatchObject(
    {
      ...refused,
      message: expect.stringContaining('the largest is SECRET_'),
    },
  )
})

test('a node is told of its containers in pieces that fit a message, however large they are', async () => {
  const env = Object.fromEntries(many(7, 'BIG'))
  const secrets = Object.fromEntries(many(15, 'SECRET').map(([name, value]) => [name, { value }]))
  await outcome(await plane.deploy.deploy({ ...to('wide'), image: 'hello:1', ...SMALL, env, replicas: 8 }))
  const change = await plane.deploy.changeSecrets({ ...to('wide'), set: secrets, unset: [] })
  if (!change.deploy) throw new Error('a running app has a deploy of its secrets')
  expect(await outcome(change.deploy)).toMatchObject({ state: 'succeeded' })
  await runsAs('wide', Array.from({ length: 8 }, (_, i) => `web.${i + 1} r2`).join(', '))

  const found = await agent.peer.call('node.inventory', { containers: [] })
  expect(JSON.stringify(found).length).toBeLessThan(8 * 1024 ** 2)
  expect(found.left?.length).toBeGreaterThan(0)
  const rest = await agent.peer.call('container.specs', { ids: found.left ?? [] })
  const all = [...found.containers, ...rest.containers]
  const told = all.filter(({ app, release }) => app.name === 'wide' && release === 2)
  expect(told.filter(({ desired }) => desired === 'running')).toHaveLength(8)
})
