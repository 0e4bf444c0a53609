import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { portOf } from '../door/door-fixture.ts'
import { visit } from '../door/visitor.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'

let plane: ControlPlane
let node: { nodeId: string; token: string }
let agent: ScriptedAgent
let app: Server

beforeAll(async () => {
  plane = await startControlPlane()
  node = await plane.addNode('one')
  app = createServer((request, response) => {
    let length = 0
    request.on('data', (chunk: Buffer) => (length += chunk.length))
    request.on('end', () => response.end(`got ${length}`))
  })
  app.on('upgrade', (_request, socket: Socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('end', () => socket.end())
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    )
  })
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

const connect = () =>
  connectAgent({
    socket: plane.socket,
    redisUrl: plane.redis.bareUrl,
    token: node.token,
    script: (spec) => runs()(spec),
  })

const hostOf = (name: string) => `${name}--acme.localhost`
const target = (name: string) => ({ ...plane.caller, app: name })
const stateOf = async (name: string) => (await plane.deploy.getApp(target(name))).state

async function until(name: string, state: string): Promise<void> {
  await eventually(async () => (await stateOf(name)) === state, {
    withinMs: 120_000,
    what: `${name} to be ${state}`,
  })
}

async function deploy(name: string): Promise<void> {
  await plane.deploy.deploy({ ...target(name), image: 'hello:1', memory: 64 * 1024 ** 2 })
  await until(name, 'running')
  await eventually(async () => (await visit(plane.port, hostOf(name))).status === 200, {
    withinMs: 120_000,
    what: `${name} to answer`,
  })
}

/** Its owner said a minute, and nobody came for longer than that. */
async function letTimePass(name: string): Promise<void> {
  const data = { lastRequestAt: new Date(Date.now() - 90_000), wokenAt: null }
  const { id } = await plane.deploy.getApp(target(name))
  await plane.db.deploy.updateMany({ where: { appId: id }, data: { endedAt: new Date(Date.now() - 90_000) } })
  await plane.db.app.update({ where: { id }, data })
}

async function asleep(name: string): Promise<void> {
  await eventually(
    async () => {
      const { state, instances } = await plane.deploy.getApp(target(name))
      return state === 'asleep' && instances.every((one) => one.state === 'stopped')
    },
    { withinMs: 120_000, what: `${name} to sleep` },
  )
}

/** As a visitor does: who was held for a minute, on a slow machine, is told to come again, and does. */
async function visitSleeper(name: string, body: Buffer): Promise<string> {
  for (let tries = 1; ; tries++) {
    const began = performance.now()
    const answer = await visit(plane.port, hostOf(name), { method: 'POST', body })
    const wasHeld = performance.now() - began > 50_000
    if (answer.status === 200 || !wasHeld || tries === 3) return `${answer.status} ${answer.body}`
  }
}

test('a sleeper is woken by its visitors, all of whom are answered, and by nothing else', async () => {
  await deploy('drowsy')
  await plane.deploy.sleep(target('drowsy'))
  await asleep('drowsy')
  const [instance] = (await plane.deploy.getApp(target('drowsy'))).instances
  expect(instance).toMatchObject({ state: 'stopped', reason: 'fell asleep' })
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => visitSleeper('drowsy', Buffer.alloc(1000 * i))),
  )
  expect(answers).toEqual(answers.map((_, i) => `200 got ${1000 * i}`))
  await until('drowsy', 'running')
  const [same] = (await plane.deploy.getApp(target('drowsy'))).instances
  expect(same?.id).toBe(instance?.id)
  const { events } = await plane.deploy.listEvents(target('drowsy'))
  expect(events.filter(({ type }) => type === 'app.woken')).toHaveLength(1)
})

test('a request that is held while control is killed is answered when control is back', async () => {
  await deploy('held')
  await plane.deploy.sleep(target('held'))
  await asleep('held')
  await agent.close()
  await plane.killControl()
  const answer = visitSleeper('held', Buffer.alloc(100_000))
  await plane.startControl()
  agent = await connect()
  expect(await answer).toBe('200 got 100000')
})

test('what nobody asks for falls asleep by itself, what has an open websocket does not', async () => {
  await deploy('quiet')
  await deploy('open')
  const socket = connectTcp(plane.port, '127.0.0.1')
  socket.write(
    `GET / HTTP/1.1\r\nhost: ${hostOf('open')}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  )
  await once(socket, 'data')
  const { id: appId } = await plane.db.app.findFirstOrThrow({ where: { name: 'quiet' } })
  const redirects = [{ from: '/old', to: '/new', status: 301 }]
  await plane.db.appDoor.create({ data: { appId, salt: 'AA==', redirects } })
  for (const name of ['open', 'quiet']) await plane.deploy.setSleep({ ...target(name), after: 60 })
  const redirected = async () => (await visit(plane.port, hostOf('quiet'), { path: '/old' })).status === 301
  await eventually(redirected, { what: 'the redirect at the door' })
  // its last visitors count until the door was read after them
  await eventually(
    async () => {
      await redirected() // what the door answers itself is no use of the app
      for (const name of ['open', 'quiet']) await letTimePass(name)
      return (await stateOf('quiet')) === 'asleep'
    },
    { withinMs: 120_000, what: 'the app that nobody asks for to sleep' },
  )
  await asleep('quiet')
  expect(await stateOf('open')).toBe('running')
  socket.destroy()
  await eventually(
    async () => {
      await letTimePass('open')
      return (await stateOf('open')) === 'asleep'
    },
    { withinMs: 120_000, what: 'the app without a websocket to sleep' },
  )
})

test('a deploy, a restart and its owner wake a sleeper, and a stopped app cannot sleep', async () => {
  await deploy('woken')
  for (const wake of [
    () => plane.deploy.wake(target('woken')),
    () => plane.deploy.restart(target('woken')),
    () => plane.deploy.setEnv({ ...target('woken'), set: { A: 'b' }, unset: [] }),
  ]) {
    await plane.deploy.sleep(target('woken'))
    await asleep('woken')
    await wake()
    await until('woken', 'running')
  }
  await plane.deploy.stop(target('woken'))
  await expect(plane.deploy.sleep(target('woken'))).rejects.toMatchObject({ code: 'app.stopped' })
  await expect(plane.deploy.setSleep({ ...target('woken'), after: 5 })).rejects.toThrow(/after a minute/)
})
