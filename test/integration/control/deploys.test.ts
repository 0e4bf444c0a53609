import { createServer, get, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeployView } from '../../../packages/protocol/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { portOf } from '../door/door-fixture.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'
import { deployEnd } from './support/deploy-end.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'

let plane: ControlPlane
let node: { nodeId: string; token: string }
let agent: ScriptedAgent
let app: Server
let broken = ''
let once = ''
/** the instances of these tests use so much memory */
const IN_USE = 16 * 1024 ** 2

beforeAll(async () => {
  plane = await startControlPlane()
  node = await plane.addNode('one')
  broken = await pushImage(plane.db, { tenantId: plane.caller.tenant.id, name: 'acme/broken', tag: '1' })
  once = await pushImage(plane.db, { tenantId: plane.caller.tenant.id, name: 'acme/once', tag: '1' })
  app = createServer((_request, response) => void response.end('hello'))
  await new Promise<void>((resolve) => void app.listen(0, '127.0.0.1', resolve))
  await pushImage(plane.db, {
    tenantId: plane.caller.tenant.id,
    name: 'acme/hello',
    tag: '1',
    ports: [portOf(app)],
  })
  await plane.startControl()
  agent = await connect()
})

afterAll(async () => {
  await agent?.close()
  app?.close()
  await plane?.stop()
})

function connect(): Promise<ScriptedAgent> {
  return connectAgent({
    socket: plane.socket,
    redisUrl: plane.redis.bareUrl,
    token: node.token,
    script: (spec) => {
      if (spec.limits.memory < IN_USE) return { ...runs()(spec), limitsRefused: 'it uses more memory' }
      if (spec.image.digest === once) return { state: 'stopped', ...exits(spec.env['CODE']) }
      if (spec.image.digest !== broken) return runs()(spec)
      const end = { kind: 'start-failed' as const, message: '/bin/nothing is not in the image' }
      return { state: 'failed', end, endedAt: new Date().toISOString(), lastLines: ['no such file'] }
    },
  })
}

function exits(code = '0') {
  const at = new Date().toISOString()
  return { startedAt: at, endedAt: at, end: { kind: 'exit' as const, code: Number(code) } }
}

const deploy = (name: string, image = 'hello:1') =>
  plane.deploy.deploy({ ...plane.caller, app: name, image, memory: 64 * 1024 ** 2 })

const outcome = (view: DeployView) => deployEnd(plane, view)

test('a deploy goes through its steps, and the app answers at its address', async () => {
  const done = await outcome(await deploy('first'))
  expect(done).toMatchObject({ state: 'succeeded', reason: null, release: 1 })
  expect(done.steps.map(({ state }) => state)).toEqual(Array(8).fill('done'))
  expect(await visit('first--acme.localhost')).toBe('hello')
  const view = await plane.deploy.getApp({ ...plane.caller, app: 'first' })
  expect(view).toMatchObject({ state: 'running', running: 1, replicas: 1, port: portOf(app) })
})

test('ten deploys with FLUSHALL in the middle all finish', async () => {
  const started = await Promise.all(Array.from({ length: 10 }, (_, i) => deploy(`many-${i}`)))
  await plane.redis.flush()
  const ended = await Promise.all(started.map(outcome))
  expect(ended.map(({ state }) => state)).toEqual(Array(10).fill('succeeded'))
})

test('a deploy goes on when Redis is killed and comes back', async () => {
  await plane.redis.kill()
  const started = await deploy('no-redis')
  await plane.redis.start()
  expect((await outcome(started)).state).toBe('succeeded')
})

test('a broken release fails with its reason and last lines, and the release before it still serves', async () => {
  await outcome(await deploy('kept'))
  const failed = await outcome(await deploy('kept', 'broken:1'))
  expect(failed.state).toBe('failed')
  expect(failed.reason).toBe(
    'broken:1 could not start: /bin/nothing is not in the image; release 1 still serves',
  )
  expect(failed.lastLines).toEqual(['no such file'])
  expect(await visit('kept--acme.localhost')).toBe('hello')
  const target = { ...plane.caller, app: 'kept' }
  const instances = async () => (await plane.deploy.getApp(target)).instances
  await eventually(async () => (await instances()).map(({ state }) => state).join() === 'running,stopped')
  expect(await instances()).toMatchObject([
    { release: 1 },
    { release: 2, lastLines: ['no such file'], lastEnd: { kind: 'start-failed' } },
  ])
  expect(await plane.deploy.listReleases(target)).toMatchObject([
    { number: 2, state: 'failed', worked: false, reason: failed.reason, health: { kind: 'tcp' } },
    { number: 1, state: 'live', worked: true, reason: null },
  ])
  const again = await plane.deploy.rollback({ ...target, number: 2 })
  expect(again.warning).toBe(`release 2 was never live: ${failed.reason}`)
  await outcome(again)
  const back = await plane.deploy.rollback({ ...target, number: 1 })
  expect(back.warning).toBeNull()
  await outcome(back)
  await eventually(async () => (await instances()).map(({ release }) => release).join() === '4')
  const said = await messages('kept')
  expect(said).toContain('kept web.1 replaced by release 4')
})

test('what nobody stopped as such says what it was stopped for', async () => {
  await outcome(await deploy('told'))
  const target = { ...plane.caller, app: 'told' }
  await outcome(await plane.deploy.scale({ ...target, processes: { web: 2 } }))
  await outcome(await plane.deploy.scale({ ...target, processes: { web: 1 } }))
  await eventually(async () =>
    (await messages('told')).includes(`told web.2 scaled down by ${plane.caller.by}`),
  )
  await plane.deploy.stop(target)
  await eventually(async () => (await messages('told')).includes(`told web.1 stopped by ${plane.caller.by}`))
})

test('an app scaled to zero says so, also to its visitors', async () => {
  await outcome(await deploy('zero'))
  const target = { ...plane.caller, app: 'zero' }
  await outcome(await plane.deploy.scale({ ...target, processes: { web: 0 } }))
  const seen = () => plane.deploy.getApp(target)
  expect(await seen()).toMatchObject({ state: 'scaled-to-zero', replicas: 0 })
  await eventually(async () => (await seen()).running === 0)
  await eventually(async () => (await visit('zero--acme.localhost')).includes('scaled it to zero'))
  await outcome(await plane.deploy.scale({ ...target, processes: { web: 1 } }))
  await eventually(async () => (await visit('zero--acme.localhost')) === 'hello')
})

test('a first release that failed leaves its instance, stopped, until the next deploy', async () => {
  await outcome(await deploy('first-try', 'broken:1'))
  const instances = async () => (await plane.deploy.getApp({ ...plane.caller, app: 'first-try' })).instances
  await eventually(async () => (await instances())[0]?.state === 'stopped')
  const [left] = await instances()
  expect(left).toMatchObject({ release: 1, lastLines: ['no such file'], lastEnd: { kind: 'start-failed' } })
  await outcome(await deploy('first-try'))
  await eventually(async () => (await instances()).map(({ release }) => release).join() === '2')
})

test('control killed in the middle of deploys goes on where it was', async () => {
  await agent.close()
  const started = await Promise.all([deploy('resumed-a'), deploy('resumed-b')])
  await plane.killControl()
  const late = await deploy('resumed-c')
  await plane.startControl()
  agent = await connect()
  const ended = await Promise.all([...started, late].map(outcome))
  expect(ended.map(({ state }) => state)).toEqual(Array(3).fill('succeeded'))
})

test('a newer deploy supersedes the one that runs', async () => {
  await agent.close()
  const older = await deploy('twice')
  const newer = await plane.deploy.setLimits({ ...plane.caller, app: 'twice', memory: 32 * 1024 ** 2 })
  agent = await connect()
  expect(await outcome(older)).toMatchObject({ state: 'superseded', reason: 'superseded by release 2' })
  expect(await outcome(newer)).toMatchObject({ state: 'succeeded', release: 2 })
})

test('stop, start, restart, scale, roll back and destroy', async () => {
  await outcome(await deploy('life'))
  const target = { ...plane.caller, app: 'life' }
  const states = async () => (await plane.deploy.getApp(target)).instances.map(({ state }) => state)
  await plane.deploy.stop(target)
  await eventually(async () => (await states()).join() === 'stopped')
  await plane.deploy.start(target)
  await eventually(async () => (await plane.deploy.getApp(target)).state === 'running')
  await plane.deploy.restart(target)
  await eventually(async () => {
    const told = [...agent.specs.values()].find(
      (spec) => spec.app.name === 'life' && spec.desired === 'running',
    )
    return told?.restartNonce === 1 && (await plane.deploy.getApp(target)).state === 'running'
  })
  await outcome(await plane.deploy.scale({ ...target, processes: { web: 3 } }))
  expect((await plane.deploy.getApp(target)).running).toBe(3)
  const back = await outcome(await plane.deploy.rollback(target))
  expect(back).toMatchObject({ state: 'succeeded', release: 3 })
  await eventually(async () => (await states()).length === 1)
  await plane.deploy.destroy(target)
  await expect(plane.deploy.getApp(target)).rejects.toMatchObject({ code: 'app.not_found' })
  await eventually(async () => (await plane.db.app.count({ where: { name: 'life' } })) === 0, {
    what: 'its end',
  })
})

test('a change of limits or counts keeps the instances, and one that cannot be done takes nothing away', async () => {
  await outcome(await deploy('steady'))
  const target = { ...plane.caller, app: 'steady' }
  const instances = async () => (await plane.deploy.getApp(target)).instances
  const [first] = await instances()
  const raised = await outcome(await plane.deploy.setLimits({ ...target, memory: 128 * 1024 ** 2 }))
  expect(raised).toMatchObject({ state: 'succeeded', release: 2 })
  await outcome(await plane.deploy.scale({ ...target, processes: { web: 2 } }))
  expect((await instances()).map(({ id }) => id)).toContain(first?.id)
  const refused = await outcome(await plane.deploy.setLimits({ ...target, memory: 8 * 1024 ** 2 }))
  expect(refused).toMatchObject({ state: 'failed', reason: 'it uses more memory; release 3 still serves' })
  await eventually(async () => (await plane.deploy.getApp(target)).state === 'running')
  await eventually(async () =>
    (await instances()).some(({ id, release }) => id === first?.id && release === 3),
  )
  await eventually(() => agent.specs.get(first?.id ?? '')?.limits.memory === 128 * 1024 ** 2)
})

test('counts and limits of an app that is stopped or paused may change, which starts it', async () => {
  await outcome(await deploy('woken'))
  const target = { ...plane.caller, app: 'woken' }
  const rests = async (state: string) =>
    eventually(async () => (await plane.deploy.getApp(target)).instances.every((one) => one.state === state))
  const [first] = (await plane.deploy.getApp(target)).instances
  await plane.deploy.stop(target)
  await rests('stopped')
  const scaled = await outcome(await plane.deploy.scale({ ...target, processes: { web: 2 } }))
  expect(scaled).toMatchObject({ state: 'succeeded', reason: null, release: 2 })
  await plane.deploy.pause(target)
  await rests('paused')
  const raised = await outcome(await plane.deploy.setLimits({ ...target, memory: 128 * 1024 ** 2 }))
  expect(raised).toMatchObject({ state: 'succeeded', reason: null, release: 3 })
  const { instances } = await plane.deploy.getApp(target)
  expect(instances.map(({ id }) => id)).toContain(first?.id)
  expect(instances.map(({ state }) => state)).toEqual(['running', 'running'])
  await plane.deploy.destroy(target)
})

test('a paused app is told so, is out of the door, and goes on with the same instance', async () => {
  await outcome(await deploy('rests'))
  const target = { ...plane.caller, app: 'rests' }
  const [first] = (await plane.deploy.getApp(target)).instances
  expect(await plane.deploy.pause(target)).toMatchObject({ state: 'paused' })
  await eventually(async () => (await plane.deploy.getApp(target)).instances[0]?.state === 'paused')
  await eventually(async () => (await visit('rests--acme.localhost')).includes('paused by its owner'))
  await plane.deploy.unpause(target)
  await eventually(async () => (await visit('rests--acme.localhost')) === 'hello')
  expect((await plane.deploy.getApp(target)).instances).toMatchObject([{ id: first?.id, state: 'running' }])
})

test('an instance that runs on after it ran out of memory says so, and its events do not grow with each time', async () => {
  await outcome(await deploy('thirsty'))
  const instances = async () => (await plane.deploy.getApp({ ...plane.caller, app: 'thirsty' })).instances
  const spec = agent.specs.get((await instances())[0]?.id ?? '')
  if (!spec) throw new Error('its node was not told of it')
  for (const oomKills of [1, 2, 3]) await agent.report(spec, { ...runs()(spec), oomKills })
  expect(await instances()).toMatchObject([{ state: 'running', oomKills: 3 }])
  // beside them there may be an alert, which says the same
  const told = await messages('thirsty', 'container.memory')
  expect(told).toHaveLength(2)
})

test('an instance that wants more processes than it may have says so, with few events', async () => {
  await outcome(await deploy('forks'))
  const instances = async () => (await plane.deploy.getApp({ ...plane.caller, app: 'forks' })).instances
  const spec = agent.specs.get((await instances())[0]?.id ?? '')
  if (!spec) throw new Error('its node was not told of it')
  for (const forksRefused of [1, 60_000, 60_001]) await agent.report(spec, { ...runs()(spec), forksRefused })
  expect(await instances()).toMatchObject([{ state: 'running', forksRefused: 60_001 }])
  const told = (await messages('forks')).filter((message) => message.includes('pids limit'))
  expect(told).toHaveLength(2)
})

test('the audit says who deployed, changed variables and scaled, and no value of a variable', async () => {
  await outcome(await deploy('watched'))
  const target = { ...plane.caller, app: 'watched' }
  await outcome(await plane.deploy.setEnv({ ...target, set: { KEY: 'unspoken' }, unset: [] }))
  await outcome(await plane.deploy.scale({ ...target, processes: { web: 2 } }))
  await plane.deploy.stop(target)
  const rows = await plane.db.audit.findMany({ where: { target: 'watched' }, orderBy: { at: 'asc' } })
  expect(rows.map(({ action }) => action)).toEqual([
    'app.deployed',
    'app.env_changed',
    'app.scaled',
    'app.stopped',
  ])
  expect(rows.every(({ by }) => by === plane.caller.by)).toBe(true)
  expect(JSON.stringify(rows)).not.toContain('unspoken')
})

test('environment is sealed at rest and opened for the node only', async () => {
  const view = await plane.deploy.deploy({
    ...plane.caller,
    app: 'secretive',
    image: 'hello:1',
    env: { TOKEN: 'hunter2hunter2' },
  })
  await outcome(view)
  const rows = await plane.db.release.findMany({ where: { app: { name: 'secretive' } } })
  expect(JSON.stringify(rows.map(({ env }) => env))).not.toContain('hunter2')
  const told = [...agent.specs.values()].find((spec) => spec.app.name === 'secretive')
  expect(told?.env['TOKEN']).toBe('hunter2hunter2')
  expect(await plane.deploy.env({ ...plane.caller, app: 'secretive' })).toEqual({ TOKEN: 'hunter2hunter2' })
})

async function messages(app: string, of?: string): Promise<string[]> {
  const { events } = await plane.deploy.listEvents({ ...plane.caller, app })
  return events.filter(({ type }) => of === undefined || type === of).map(({ message }) => message)
}

function visit(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: plane.port, headers: { host } }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      response.on('end', () => resolve(body))
    }).on('error', reject)
  })
}

test('a program that runs once has ended, and start or restart runs it again', async () => {
  const target = { ...plane.caller, app: 'once' }
  const options = { healthRetries: 5 }
  await outcome(await plane.deploy.deploy({ ...target, image: 'once:1', restart: { policy: 'no' }, options }))
  const seen = () => plane.deploy.getApp(target)
  expect(await seen()).toMatchObject({ state: 'ended', reason: 'exited with code 0', running: 0 })
  const ends = async () =>
    (await messages('once')).filter((text) => text.includes('exited with code 0')).length
  expect(await ends()).toBe(1)
  const now = async () => `${(await seen()).state}, ${await ends()} ends`
  await plane.deploy.start(target)
  await expect.poll(now, { timeout: 60_000 }).toBe('ended, 2 ends')
  await plane.deploy.restart(target)
  await expect.poll(now, { timeout: 60_000 }).toBe('ended, 3 ends')
  const failed = await outcome(await plane.deploy.deploy({ ...target, image: 'once:1', env: { CODE: '4' } }))
  expect(failed).toMatchObject({ state: 'failed', end: { kind: 'exit', code: 4 } })
  const [newest] = await plane.deploy.listReleases(target)
  expect(newest).toMatchObject({ restart: { policy: 'no' }, options })
})

test('destroying is answered, however fast the rows of an app without containers go', async () => {
  const names = Array.from({ length: 8 }, (_, i) => `gone-${i}`)
  await Promise.all(names.map(async (name) => outcome(await deploy(name))))
  await Promise.all(names.map((app) => plane.deploy.stop({ ...plane.caller, app })))
  await eventually(
    async () => {
      const apps = await plane.deploy.listApps(plane.caller)
      return apps.every(({ name, state }) => !name.startsWith('gone-') || state === 'stopped')
    },
    { withinMs: 20_000, what: 'the stop of these apps' },
  )
  await Promise.all(names.map((app) => plane.deploy.destroy({ ...plane.caller, app })))
  const apps = await plane.deploy.listApps(plane.caller)
  expect(apps.filter(({ name }) => name.startsWith('gone-'))).toEqual([])
})
