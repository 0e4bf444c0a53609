import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { newId } from '@berth/core'
import {
  decodeFrame,
  encodeFrame,
  FRAME,
  GATEWAY_VERSION,
  nodeInfoSchema,
} from '../../../packages/protocol/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, createTenant, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, observedOf, runs, type ScriptedAgent } from './support/scripted-agent.ts'

let plane: ControlPlane
let first: { nodeId: string; token: string }
let second: { nodeId: string; token: string }
let agent: ScriptedAgent
let other: ScriptedAgent
let stranger: ControlPlane['caller']

beforeAll(async () => {
  plane = await startControlPlane()
  first = await plane.addNode('one')
  second = await plane.addNode('two')
  stranger = await createTenant(plane.db, 'rival')
  await pushImage(plane.db, { tenantId: plane.caller.tenant.id, name: 'acme/job', tag: '1' })
  await plane.startControl()
  agent = await connect(first.token)
  await deploy('mine')
  await eventually(
    async () => (await plane.deploy.getApp({ ...plane.caller, app: 'mine' })).state === 'running',
  )
  other = await connect(second.token)
})

afterAll(async () => {
  await agent?.close()
  await other?.close()
  await plane?.stop()
})

const connect = (token: string, subnets?: string[]) =>
  connectAgent({
    ...{ socket: plane.socket, redisUrl: plane.redis.bareUrl, token, script: runs() },
    ...(subnets && { subnets }),
  })

const deploy = (app: string) =>
  plane.deploy.deploy({ ...plane.caller, app, image: 'job:1', memory: 64 * 1024 ** 2 })

function specOf(app: string) {
  const spec = [...agent.specs.values()].find((one) => one.app.name === app)
  if (!spec) throw new Error(`the agent was not told of ${app}`)
  return spec
}

test("a node's report of a container that is placed elsewhere is refused, and changes nothing", async () => {
  const spec = specOf('mine')
  const lie = { ...observedOf(spec), state: 'failed' as const }
  await expect(other.peer.call('container.report', { containers: [lie] })).rejects.toMatchObject({
    code: 'auth.forbidden',
  })
  const row = await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })
  expect(row.observed).toBe('running')
})

test('an address outside of the networks of containers is not believed: the door sends nobody there', async () => {
  const spec = specOf('mine')
  const addressAfter = async (address: string) => {
    const seen = { ...observedOf(spec), state: 'running' as const, healthy: true, address }
    await agent.peer.call('container.report', { containers: [seen] })
    return (await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })).address
  }
  expect(await addressAfter('169.254.169.254')).toBeNull()
  expect(await addressAfter('unix@/run/control.sock')).toBeNull()
  expect(await addressAfter('127.0.0.1')).toBe('127.0.0.1') // the one network that these tests have
})

test('a network that one node holds is refused to another, which can send nobody into it', async () => {
  const { nodeId, token } = await plane.addNode('thief')
  const thief = await connect(token, ['127.0.0.1/32', '100.64.0.0/22', '100.64.0.0/10'])
  expect(await plane.db.node.findUniqueOrThrow({ where: { id: nodeId } })).toMatchObject({
    subnets: ['100.64.0.0/22'],
    refusedSubnets: ['127.0.0.1/32', '100.64.0.0/10'],
  })
  const spec = specOf('mine')
  const seen = { ...observedOf(spec), state: 'running' as const, healthy: true, address: '127.0.0.1' }
  const placedOn = (id: string) =>
    plane.db.container.update({ where: { id: spec.id }, data: { nodeId: id, address: null } })
  try {
    await placedOn(nodeId)
    await thief.peer.call('container.report', { containers: [seen] })
    expect((await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })).address).toBeNull()
  } finally {
    await placedOn(first.nodeId)
    await thief.close()
    await plane.db.node.delete({ where: { id: nodeId } })
  }
  await agent.peer.call('container.report', { containers: [seen] })
  expect((await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })).address).toBe('127.0.0.1')
})

test('an address is forgotten with the network that its node gives back', async () => {
  const { nodeId, token } = await plane.addNode('moving')
  const spec = specOf('mine')
  const moving = await connect(token, ['127.0.8.0/22'])
  const container = { where: { id: spec.id } }
  try {
    await plane.db.container.update({ ...container, data: { nodeId, address: '127.0.8.2' } })
    const { info } = await plane.db.node.findUniqueOrThrow({ where: { id: nodeId } })
    await moving.peer.call('node.hello', {
      version: GATEWAY_VERSION,
      info: nodeInfoSchema.parse(info),
      subnets: [],
    })
    expect((await plane.db.container.findUniqueOrThrow(container)).address).toBeNull()
  } finally {
    await moving.close()
    await plane.db.container.update({ ...container, data: { nodeId: first.nodeId, address: '127.0.0.1' } })
    await plane.db.node.delete({ where: { id: nodeId } })
  }
})

test('what a hostile program wrote last does not hold up the reports of its node', async () => {
  const spec = specOf('mine')
  const lastLines = ['a\0b', '\uD83D', 'x'.repeat(100_000)]
  const seen = { ...observedOf(spec), state: 'running' as const, healthy: true, lastLines }
  await agent.peer.call('container.report', { containers: [seen] })
  const row = await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })
  expect(row.lastLines).toEqual(['a\uFFFDb', '\uFFFD', 'x'.repeat(2_000)])
})

test('a node gets neither the specification nor the image of what is placed elsewhere', async () => {
  const { id } = specOf('mine')
  expect(await other.peer.call('container.specs', { ids: [id] })).toEqual({ containers: [], untold: [] })
  await expect(other.peer.call('registry.token', { containerId: id })).rejects.toMatchObject({
    code: 'container.not_found',
  })
  expect(await agent.peer.call('registry.token', { containerId: id })).toMatchObject({
    repository: 'acme/job',
  })
})

test('a report of an older generation is ignored', async () => {
  const spec = specOf('mine')
  const old = { ...observedOf(spec), generation: spec.generation - 1, state: 'failed' as const }
  await agent.peer.call('container.report', { containers: [old] })
  const row = await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })
  expect(row.observed).toBe('running')
})

test('a node cannot speak of another tenant’s container beside its own: nothing of the report is taken', async () => {
  const spec = specOf('mine')
  const foreign = await plane.db.container.update({
    where: { id: spec.id },
    data: { nodeId: second.nodeId },
  })
  try {
    const lies = [spec.id, 'con_7777777777777777'].map((id) => ({
      ...observedOf(spec),
      id,
      state: 'stopped' as const,
    }))
    await expect(agent.peer.call('container.report', { containers: lies })).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    await expect(agent.peer.call('node.inventory', { containers: lies })).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    const row = await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })
    expect(row.observed).toBe(foreign.observed)
  } finally {
    await plane.db.container.update({ where: { id: spec.id }, data: { nodeId: first.nodeId } })
  }
})

test('a report that is too long or not as the catalog says is refused whole, and the stream goes on', async () => {
  const spec = specOf('mine')
  const seen = observedOf(spec)
  for (const containers of [
    Array.from({ length: 20_000 }, () => seen),
    [{ ...seen, restarts: Number.MAX_VALUE }],
    [{ ...seen, startedAt: 'yesterday' }],
    [{ ...seen, tenantId: stranger.tenant.id }],
  ]) {
    await expect(sendRaw(first.token, 'container.report', { containers })).resolves.toMatchObject({
      t: 'failed',
      error: { code: 'protocol.invalid_message' },
    })
  }
  const row = await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })
  expect(row.observed).toBe('running')
})

test('calls of control, and messages that there are not, are refused to a node', async () => {
  for (const name of ['exec.start', 'logs.open', 'node.remove', 'toString', '__proto__']) {
    await expect(sendRaw(first.token, name, {})).resolves.toMatchObject({
      t: 'failed',
      error: { code: 'protocol.unknown_message' },
    })
  }
})

test('frames of channels that nobody opened go nowhere, and what is no message ends the stream', async () => {
  const socket = await rawStream(second.token)
  socket.send(encodeFrame(1, FRAME.data, Buffer.from('lies')))
  socket.send(encodeFrame(4_000_000_000, FRAME.end, Buffer.alloc(0)))
  const closed = once(socket, 'close')
  socket.send('{"t":')
  await closed
  const { id: containerId } = specOf('mine')
  expect(await plane.db.container.findUniqueOrThrow({ where: { id: containerId } })).toMatchObject({
    observed: 'running',
  })
  await other.close()
  other = await connect(second.token)
})

test('a newer stream of a node fences the older one off', async () => {
  const older = await connect(second.token)
  const newer = await connect(second.token)
  await eventually(() => older.peer.closed.aborted, { what: 'the end of the older stream' })
  await newer.peer.call('container.specs', { ids: [] })
  await older.close()
  await other.close()
  other = newer
})

test('a wrong or revoked token opens no stream', async () => {
  await expect(connect('berth_agt_nonsense')).rejects.toThrow(/401/)
  const third = await plane.addNode('three')
  const soonGone = await connect(third.token)
  await plane.db.token.deleteMany({ where: { nodeId: third.nodeId } })
  await eventually(() => soonGone.peer.closed.aborted, { what: 'the end of the stream' })
  await soonGone.close()
  await expect(connect(third.token)).rejects.toThrow(/401/)
})

test('web reaches containers of the tenant that its ticket names, and no others', async () => {
  const { id: containerId } = specOf('mine')
  const exec = { containerId, argv: ['id'], tty: false }
  const { tenant, by } = plane.caller
  expect(await plane.client.exec({ tenantId: tenant.id, by, exec })).toEqual({ execId: 'exe_test' })
  await expect(plane.client.exec({ tenantId: stranger.tenant.id, by, exec })).rejects.toMatchObject({
    code: 'container.not_found',
  })
  const refused = plane.client.attach({ tenantId: stranger.tenant.id, containerId, execId: 'exe_test' })
  await expect(once(refused, 'open')).rejects.toThrow(/404/)
  const logs = plane.client.logs({
    tenantId: stranger.tenant.id,
    query: { containerIds: [containerId], follow: false },
  })
  await expect(once(logs, 'open')).rejects.toThrow(/404/)
})

test('what a volume holds is read from its node, and by a ticket of its own tenant alone', async () => {
  const { tenant, by } = plane.caller
  const volumeId = newId('volume')
  const usual = { tenantId: tenant.id, name: 'notes', bytes: 2n ** 30n, createdBy: by }
  await plane.db.volume.create({ data: { id: volumeId, ...usual, nodeId: first.nodeId } })
  const unused = plane.client.exportVolume({ tenantId: tenant.id, volumeId })
  await expect(once(unused, 'open')).rejects.toThrow(/409/)
  await plane.db.volume.update({ where: { id: volumeId }, data: { made: true } })
  const foreign = plane.client.exportVolume({ tenantId: stranger.tenant.id, volumeId })
  await expect(once(foreign, 'open')).rejects.toThrow(/404/)
  const socket = plane.client.exportVolume({ tenantId: tenant.id, volumeId })
  const frames: [number, string][] = []
  socket.on('message', (data) => {
    const frame = decodeFrame(data as Buffer)
    if (frame) frames.push([frame.kind, Buffer.from(frame.payload).toString()])
  })
  await once(socket, 'close')
  expect(frames).toEqual([
    [FRAME.data, `archive of ${volumeId}`],
    [FRAME.end, JSON.stringify({ kind: 'exit', code: 0, signal: null })],
  ])
})

test('what is typed reaches the agent and its answer comes back, with the exit code at the end', async () => {
  const { id: containerId } = specOf('mine')
  const socket = plane.client.attach({ tenantId: plane.caller.tenant.id, containerId, execId: 'exe_test' })
  const frames: [number, string][] = []
  socket.on('message', (data) => {
    const frame = decodeFrame(data as Buffer)
    if (frame) frames.push([frame.kind, Buffer.from(frame.payload).toString()])
  })
  await once(socket, 'open')
  socket.send(encodeFrame(1, FRAME.data, Buffer.from('hello')))
  socket.send(encodeFrame(1, FRAME.eof, Buffer.alloc(0)))
  await once(socket, 'close')
  expect(frames).toEqual([
    [FRAME.data, 'echo hello'],
    [FRAME.end, JSON.stringify({ kind: 'exit', code: 7, signal: null })],
  ])
})

test('a ticket is for one thing, and nothing goes without one', async () => {
  const ticket = plane.tickets.sign({ act: 'seal', tenantId: plane.caller.tenant.id })
  const use = () =>
    once(
      new WebSocket(`ws+unix:${plane.socket}:/internal/attach`, {
        headers: { authorization: `Bearer ${ticket}` },
      }),
      'open',
    )
  await expect(use()).rejects.toThrow(/403/)
  await expect(use()).rejects.toThrow(/401/) // and once only
  await expect(once(new WebSocket(`ws+unix:${plane.socket}:/internal/attach`), 'open')).rejects.toThrow(/401/)
})

test('two deploys at once cannot share the last of a quota', async () => {
  const small = await createTenant(plane.db, 'small')
  await plane.db.tenant.update({ where: { id: small.tenant.id }, data: { memory: 100n * 1024n ** 2n } })
  await pushImage(plane.db, { tenantId: small.tenant.id, name: 'small/job', tag: '1' })
  const ask = (app: string) =>
    plane.deploy.deploy({ ...small, app, image: 'job:1', memory: 64 * 1024 ** 2 }).then(
      () => 'taken',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  const answers = await Promise.all(['aa', 'bb', 'cc', 'dd'].map(ask))
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1)
  expect(answers).toContain(
    'not enough memory left: this asks for 64 MiB, the tenant has 36 MiB of 100 MiB. Stop something, lower the limit, or ask the owner.',
  )
  expect(await plane.db.app.count({ where: { tenantId: small.tenant.id } })).toBe(1)
})

/** A stream that is opened by hand, as by one who took a node over. */
async function rawStream(token: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws+unix:${plane.socket}:/agent/v1`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await once(socket, 'open')
  return socket
}

/** The answer to a call that no agent of ours would make. It takes the node's stream over, and gives it back. */
async function sendRaw(token: string, name: string, body: unknown): Promise<unknown> {
  const socket = await rawStream(token)
  socket.send(JSON.stringify({ t: 'call', v: GATEWAY_VERSION, id: 1, name, body }))
  const [data]: unknown[] = await once(socket, 'message')
  socket.terminate()
  await agent.close()
  agent = await connect(first.token)
  return JSON.parse(String(data))
}
