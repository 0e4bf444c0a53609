import { once } from 'node:events'
import { encodeFrame, FRAME } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  DeployView,
  FoundVolume,
  FullLayer,
  NodeInfo,
  WantedVolume,
} from '../../../packages/protocol/src/index.ts'
import { makeDueSnapshots } from '../../../packages/deploy/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, createTenant, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'

const MIB = 1024 ** 2
const GIB = 1024 ** 3
/** What is said of an instance's disk. */
const FULL = ['container.filling', 'container.full']
const DAY = 24 * 60 * 60_000

let plane: ControlPlane
let agent: ScriptedAgent
let other: ControlPlane['caller']
/** told of the snapshot that an archive became at the node */
let arrived: (snapshot: string) => Promise<void> = async () => undefined

beforeAll(async () => {
  plane = await startControlPlane()
  const node = await plane.addNode('one')
  other = await createTenant(plane.db, 'other')
  for (const { tenant } of [plane.caller, other]) {
    await pushImage(plane.db, { tenantId: tenant.id, name: `${tenant.name}/app`, tag: '1', ports: [8080] })
  }
  await plane.startControl()
  const { socket } = plane
  agent = await connectAgent({
    ...{ socket, redisUrl: plane.redis.bareUrl, token: node.token, script: runs() },
    onImport: (snapshot) => arrived(snapshot),
  })
})

afterAll(async () => {
  await agent?.close()
  await plane?.stop()
})

const volumes = () => plane.deploy.volumes
const named = (volume: string) => ({ ...plane.caller, volume })

function deploy(app: string, volume: string, change: object = {}): Promise<DeployView> {
  const wish = { volume, path: '/data', readOnly: false, process: 'web' }
  const usual = { image: 'app:1', memory: 64 * MIB, health: { kind: 'none' } as const }
  return plane.deploy.deploy({ ...plane.caller, ...usual, app, volumes: [{ ...wish, ...change }] })
}

async function live(view: DeployView): Promise<void> {
  await eventually(
    async () => (await plane.deploy.getDeploy({ ...plane.caller, id: view.id })).state === 'succeeded',
    { withinMs: 60_000, what: `the deploy of ${view.app}` },
  )
}

/** Says that the node has the volume, as its agent does; returns what it shall have of it. */
async function tell(found: Partial<FoundVolume> & { id: string }): Promise<WantedVolume | undefined> {
  return (await tellAll([{ usedBytes: MIB, snapshots: [], restored: null, ...found }])).get(found.id)
}

async function tellAll(found: FoundVolume[]): Promise<ReadonlyMap<string, WantedVolume>> {
  const { volumes: wanted } = await agent.peer.call('volume.converge', { volumes: found, problems: {} })
  return new Map(wanted.map((volume) => [volume.id, volume]))
}

const specOf = (app: string) =>
  [...agent.specs.values()].findLast((spec) => spec.app.name === app && spec.desired === 'running')

test('a volume is made with its first mount, told to the node of its app, and stays when the app goes', async () => {
  await live(await deploy('shop', 'files'))
  const volume = await volumes().get(named('files'))
  expect(volume).toMatchObject({ app: 'shop', node: 'one', bytes: GIB, state: 'new' })
  const mounted = { id: volume.id, path: '/data', readOnly: false, bytes: GIB, made: false }
  expect(specOf('shop')?.volumes).toEqual([mounted])
  expect(await tell({ id: volume.id })).toMatchObject({ made: true, gone: false })
  await expect(volumes().delete(named('files'))).rejects.toMatchObject({ code: 'volume.in_use' })
  await plane.deploy.destroy({ ...plane.caller, app: 'shop' })
  await eventually(async () => (await plane.db.app.count({ where: { name: 'shop' } })) === 0, {
    withinMs: 60_000,
  })
  expect(await volumes().get(named('files'))).toMatchObject({ app: null, state: 'ready' })
  await live(await deploy('shop-two', 'files'))
  expect(specOf('shop-two')?.volumes).toEqual([{ ...mounted, made: true }])
})

test('a volume that fills is told of at 80 and at 95 percent, once each', async () => {
  await live(await deploy('filler', 'filling'))
  const { id } = await volumes().get(named('filling'))
  await plane.db.webhook.create({
    data: {
      ...{ id: 'whk_full', tenantId: plane.caller.tenant.id, name: 'full', url: 'https://hook.test/' },
      ...{ events: ['disk_full'], repositories: '*', createdBy: 'me' },
    },
  })
  for (const percent of [50, 85, 79, 85, 96, 93, 96]) {
    await tell({ id, usedBytes: Math.ceil((GIB * percent) / 100) })
  }
  const told = await plane.db.event.findMany({
    where: { type: { in: ['volume.filling', 'volume.full'] } },
    orderBy: { seq: 'asc' },
  })
  expect(told.map(({ type, appName }) => `${type} ${appName}`)).toEqual([
    'volume.filling filler',
    'volume.full filler',
  ])
  expect(await plane.db.webhookDelivery.count({ where: { webhookId: 'whk_full' } })).toBe(2)
})

test('the disk of an instance that fills is told of at 80 and at 95 percent, once each, until it has room', async () => {
  const row = await plane.db.container.findFirstOrThrow({
    where: { app: { name: 'filler' }, desired: 'running' },
  })
  const deliveries = () => plane.db.webhookDelivery.count({ where: { webhookId: 'whk_full' } })
  const before = await deliveries()
  const converge = (full: FullLayer[]) =>
    agent.peer.call('volume.converge', { volumes: [], problems: {}, full })
  for (const percent of [81, 79, 81, 96, 91, 96]) {
    await converge([{ id: row.id, usedBytes: percent, limitBytes: 100 }])
  }
  await converge([])
  await converge([{ id: row.id, usedBytes: 81, limitBytes: 100 }])
  const told = await plane.db.event.findMany({
    where: { containerId: row.id, type: { in: FULL } },
    orderBy: { seq: 'asc' },
  })
  expect(told.map(({ type, appName }) => `${type} ${appName}`)).toEqual([
    'container.filling filler',
    'container.full filler',
    'container.filling filler',
  ])
  expect(await deliveries()).toBe(before + 3)
})

test('the disk of a node that fills is told of to its administrators, and to nobody else', async () => {
  const user = { id: 'usr_boss', email: 'boss@example.test', isAdmin: true }
  await plane.db.user.create({ data: user })
  const tenantId = plane.caller.tenant.id
  await plane.db.membership.create({ data: { tenantId, userId: user.id, role: 'owner' } })
  const before = await plane.db.webhookDelivery.count({ where: { webhookId: 'whk_full' } })
  for (const percent of [50, 82, 79, 82, 96]) {
    const diskFreeBytes = 100 - percent
    const isNoted = async () => {
      await agent.beat({ diskBytes: 100, diskFreeBytes })
      const { info } = await plane.db.node.findFirstOrThrow()
      return (info as unknown as NodeInfo).diskFreeBytes === diskFreeBytes
    }
    await eventually(isNoted, { withinMs: 60_000, what: 'what a node says of its disk' }) // once a second
  }
  const told = await plane.db.event.findMany({
    where: { type: { startsWith: 'node.' } },
    orderBy: { seq: 'asc' },
  })
  expect(told.map((event) => [event.tenantId, event.type])).toEqual([
    [tenantId, 'node.filling'],
    [tenantId, 'node.full'],
  ])
  expect(await plane.db.webhookDelivery.count({ where: { webhookId: 'whk_full' } })).toBe(before + 2)
})

test('a token for one app mounts the volumes of its app and new ones, and none that no app has', async () => {
  await live(await deploy('narrow', 'its-own'))
  await volumes().create({ ...plane.caller, name: 'loose' })
  const own = { ...plane.caller, app: 'narrow', ownApp: true }
  const mount = (volume: string) => ({ volume, path: `/${volume}`, readOnly: false, process: 'web' })
  const refused = { code: 'auth.scope_missing' }
  await expect(volumes().attach({ ...own, mount: mount('loose') })).rejects.toMatchObject(refused)
  const wished = { ...own, image: 'app:1', volumes: [mount('loose')] }
  await expect(plane.deploy.deploy(wished)).rejects.toMatchObject(refused)
  expect(await volumes().get(named('loose'))).toMatchObject({ app: null })
  await live(await volumes().attach({ ...own, mount: mount('its-own') }))
  await live(await volumes().attach({ ...own, mount: mount('made-by-it') }))
})

test('an app mounts no volume of another one, and of another tenant it sees none', async () => {
  await expect(deploy('thief', 'files')).rejects.toMatchObject({ code: 'volume.in_use' })
  expect(await volumes().list(other)).toEqual([])
  await expect(volumes().get({ ...other, volume: 'files' })).rejects.toMatchObject({
    code: 'volume.not_found',
  })
  const wish = { volume: 'files', path: '/data', readOnly: false, process: 'web' }
  await plane.deploy.deploy({
    ...{ ...other, app: 'thief', image: 'app:1', health: { kind: 'none' } as const, volumes: [wish] },
  })
  const [mine, theirs] = await Promise.all([
    volumes().get(named('files')),
    volumes().get({ ...other, volume: 'files' }),
  ])
  expect(theirs.id).not.toBe(mine.id)
})

test('what one instance writes to has no second one, and the release before can be gone back to', async () => {
  const scaled = plane.deploy.scale({ ...plane.caller, app: 'shop-two', processes: { web: 2 } })
  await expect(scaled).rejects.toMatchObject({ code: 'input.invalid' })
  const base = { ...plane.caller, app: 'shop-two' }
  await live(await volumes().detach({ ...base, volume: 'files' }))
  await eventually(() => specOf('shop-two')?.volumes?.length === 0, { withinMs: 60_000 })
  expect(await volumes().get(named('files'))).toMatchObject({ app: null })
  await live(await plane.deploy.rollback({ ...base, number: 1 }))
  expect(await volumes().get(named('files'))).toMatchObject({ app: 'shop-two' })
})

test('volumes count as disk of their tenant', async () => {
  const { left } = await plane.deploy.quota(plane.caller.tenant.id)
  const create = (bytes: number) => volumes().create({ ...plane.caller, name: 'large', bytes })
  await expect(create(left.disk + MIB)).rejects.toMatchObject({
    code: 'quota.exceeded',
    details: { about: 'volumes', resource: 'disk' },
  })
  await create(left.disk - GIB)
  expect((await plane.deploy.quota(plane.caller.tenant.id)).left.disk).toBe(GIB)
  await volumes().resize({ ...named('large'), bytes: 64 * MIB })
})

test('a snapshot comes back while its app is stopped, and the app runs again', async () => {
  const { id } = await volumes().get(named('files'))
  const [made] = (await volumes().snapshot(named('files'))).snapshots
  if (!made) throw new Error('no snapshot')
  expect(made).toMatchObject({ number: 1, state: 'wanted' })
  expect(await tell({ id })).toMatchObject({ snapshots: [{ id: made.id, gone: false }] })
  const snapshots = [{ id: made.id, bytes: MIB }]
  await tell({ id, snapshots })
  // what an earlier release left may still be on its way out
  const rows = () => plane.db.container.findMany({ where: { app: { name: 'shop-two' } } })
  await eventually(async () => (await rows()).length === 1, { withinMs: 60_000 })
  const [before] = await plane.deploy.listInstances({ ...plane.caller, app: 'shop-two' })
  await volumes().restore({ ...named('files'), snapshot: 1 })
  await eventually(async () => Boolean((await tell({ id, snapshots }))?.restore), { withinMs: 60_000 })
  const wanted = await tell({ id, snapshots })
  expect((await rows()).map(({ observed }) => observed)).toEqual(['stopped'])
  await expect(volumes().delete(named('files'))).rejects.toMatchObject({ code: 'volume.busy' })
  await tell({ id, snapshots, restored: wanted?.restore?.task ?? null })
  await eventually(
    async () => (await plane.deploy.getApp({ ...plane.caller, app: 'shop-two' })).state === 'running',
    { withinMs: 60_000, what: 'the app after the restore' },
  )
  const [after] = await plane.deploy.listInstances({ ...plane.caller, app: 'shop-two' })
  expect(after?.id).toBe(before?.id)
  const { state, snapshots: kept } = await volumes().get(named('files'))
  expect({ state, kept: kept.map(({ origin }) => origin) }).toEqual({
    ...{ state: 'ready', kept: ['before-restore', 'asked'] },
  })
})

test('snapshots come by themselves, the newest stay, and what cannot be made is told and comes again', async () => {
  const volume = await volumes().create({ ...plane.caller, name: 'regular', bytes: 64 * MIB })
  const { id } = volume
  const node = await plane.db.node.findFirstOrThrow({ where: { name: 'one' } })
  await plane.db.volume.update({ where: { id }, data: { nodeId: node.id } })
  const held: { id: string; bytes: number }[] = []
  await tell({ id, snapshots: held })
  const view = await volumes().schedule({ ...named('regular'), every: 'daily', keep: 2 })
  expect(view.schedule).toMatchObject({ every: 'daily', keep: 2 })
  const wake = { wakeNode: async () => undefined }
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const look = (day: number) => {
    const clock = { now: () => new Date((view.schedule?.dueAt.getTime() ?? 0) + day * DAY + 1) }
    return makeDueSnapshots({ db: plane.db, wake, clock, log })
  }
  const rows = () => plane.db.volumeSnapshot.findMany({ where: { volumeId: id }, orderBy: { number: 'asc' } })
  for (const day of [0, 1, 2, 3]) {
    await Promise.all([look(day), look(day)]) // two processes
    for (const { id: made, state } of await rows())
      if (state === 'wanted') held.push({ id: made, bytes: MIB })
    await tell({ id, snapshots: held })
    for (const { id: gone, state } of await rows())
      if (state === 'removing')
        held.splice(
          held.findIndex((one) => one.id === gone),
          1,
        )
    await tell({ id, snapshots: held })
  }
  expect((await rows()).map(({ number, origin, state }) => `${number} ${origin} ${state}`)).toEqual([
    '3 schedule ready',
    '4 schedule ready',
  ])
  const { left } = await plane.deploy.quota(plane.caller.tenant.id)
  await tell({ id, usedBytes: left.disk + GIB, snapshots: held })
  await look(4)
  const missed = await plane.db.event.findMany({ where: { type: 'volume.snapshot_missed' } })
  expect(missed.map(({ data }) => data)).toEqual([{ volume: 'regular' }])
  const { schedule } = await volumes().get(named('regular'))
  expect(schedule?.dueAt).toEqual(new Date((view.schedule?.dueAt.getTime() ?? 0) + 5 * DAY))
  await tell({ id, snapshots: held })
  expect((await volumes().schedule({ ...named('regular'), every: null, keep: 2 })).schedule).toBeNull()
})

/** Sends an archive as web does, and waits until its node has it. */
async function send(volumeId: string): Promise<void> {
  const { tenant, by } = plane.caller
  const socket = plane.client.importVolume({ tenantId: tenant.id, volumeId, by, ip: null, bytes: MIB })
  await once(socket, 'open')
  socket.send(encodeFrame(1, FRAME.eof, new Uint8Array()))
  await once(socket, 'close')
}

test('an archive takes the place of what a volume holds as a restore does, and its own snapshot goes', async () => {
  const { id } = await volumes().get(named('files'))
  const before = (await volumes().get(named('files'))).snapshots
  const kept = before.map((one) => ({ id: one.id, bytes: MIB }))
  await tell({ id, snapshots: kept })
  let snapshot = ''
  arrived = async (made) => {
    snapshot = made
    await tell({ id, snapshots: [...kept, { id: made, bytes: MIB }] })
  }
  await send(id)
  const snapshots = [...kept, { id: snapshot, bytes: MIB }]
  await eventually(async () => Boolean((await tell({ id, snapshots }))?.restore))
  const restore = (await tell({ id, snapshots }))?.restore
  expect(restore).toMatchObject({ from: snapshot })
  const all = [...snapshots, { id: restore?.keep ?? '', bytes: MIB }]
  await tell({ id, snapshots: all, restored: restore?.task ?? null })
  expect((await tell({ id, snapshots: all }))?.snapshots).toContainEqual({ id: snapshot, gone: true })
  await tell({ id, snapshots: all.filter((one) => one.id !== snapshot) })
  const { state, snapshots: now } = await volumes().get(named('files'))
  expect(state).toBe('ready')
  expect(now.map(({ origin }) => origin)).toEqual(['before-restore', ...before.map(({ origin }) => origin)])
  expect(await plane.db.event.count({ where: { type: 'volume.imported' } })).toBe(1)
})

test('an import that is cut off holds no room and is no snapshot; without room it does not begin', async () => {
  const { tenant, by } = plane.caller
  const { id } = await volumes().create({ ...plane.caller, name: 'inbox', bytes: 64 * MIB })
  const socket = plane.client.importVolume({ tenantId: tenant.id, volumeId: id, by, ip: null })
  await once(socket, 'open')
  expect((await volumes().get(named('inbox'))).snapshots).toMatchObject([
    { origin: 'import', state: 'importing', bytes: 64 * MIB },
  ])
  const [row] = await plane.db.volumeSnapshot.findMany({ where: { volumeId: id } })
  // its node must not take it for one that is to be made
  expect(await tell({ id, receiving: row?.id ?? '' })).toMatchObject({ snapshots: [] })
  socket.close()
  await eventually(async () => (await volumes().get(named('inbox'))).snapshots[0]?.state === 'removing')
  await tell({ id, receiving: row?.id ?? '' })
  expect((await volumes().get(named('inbox'))).snapshots).toMatchObject([{ state: 'removing', bytes: 0 }])
  await tell({ id })
  expect((await volumes().get(named('inbox'))).snapshots).toEqual([])
  const foreign = { tenantId: other.tenant.id, volumeId: id, by, ip: null }
  await expect(once(plane.client.importVolume(foreign), 'open')).rejects.toThrow(/404/)
  const { left } = await plane.deploy.quota(tenant.id)
  await volumes().resize({ ...named('inbox'), bytes: 64 * MIB + left.disk })
  const large = plane.client.importVolume({ tenantId: tenant.id, volumeId: id, by, ip: null })
  await expect(once(large, 'open')).rejects.toThrow(/429|409|403|507/)
  await volumes().resize({ ...named('inbox'), bytes: 64 * MIB })
})

test('a deleted volume can be had back for a day, and goes from its node after it', async () => {
  const base = { ...plane.caller, app: 'shop-two' }
  await live(await volumes().detach({ ...base, volume: 'files' }))
  await eventually(
    () =>
      volumes()
        .delete(named('files'))
        .then(Boolean, () => false),
    { withinMs: 60_000 },
  )
  await expect(volumes().get(named('files'))).rejects.toMatchObject({ code: 'volume.not_found' })
  const { id } = await volumes().undelete(named('files'))
  expect(await tell({ id })).toMatchObject({ gone: false })
  await volumes().delete(named('files'))
  await plane.db.volume.update({ where: { id }, data: { deletedAt: new Date(Date.now() - DAY - 1) } })
  await expect(volumes().undelete(named('files'))).rejects.toMatchObject({ code: 'volume.not_found' })
  expect(await tell({ id })).toMatchObject({ gone: true })
  await tellAll([])
  expect(await plane.db.volume.count({ where: { id } })).toBe(0)
})
