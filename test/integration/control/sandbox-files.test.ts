import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createQueues } from '../../../packages/queue/src/index.ts'
import {
  createSandboxService,
  sandboxAccess,
  type SandboxService,
} from '../../../packages/sandbox/src/index.ts'
import { readCourseFiles } from '../../../packages/sandbox/src/queue/read-quota.ts'
import { eventually } from '../../support/eventually.ts'
import { type Pupil, writeCourse, writeLab, writePupils } from '../../support/lab-fixture.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'
import { silent } from './support/silent.ts'

vi.setConfig({ testTimeout: 600_000 })

const MIB = 1024 ** 2
/** of a lab of the fixture: what its container and its home may hold */
const [LAYER, HOME] = [64 * MIB, 64 * MIB]

let plane: ControlPlane
let agent: ScriptedAgent
let queues: ReturnType<typeof createQueues>
let sandboxes: SandboxService
let course: { courseId: string; courseLabId: string }
let pupils: Pupil[]

beforeAll(async () => {
  plane = await startControlPlane()
  const { token } = await plane.addNode('one')
  const tenantId = plane.caller.tenant.id
  const digest = await pushImage(plane.db, { tenantId, name: 'acme/shell', tag: '1' })
  queues = createQueues({ redisUrl: plane.redis.url, log: silent })
  const run = async () => ({ code: 0, output: '', truncated: false, timedOut: false })
  sandboxes = createSandboxService({ db: plane.db, queues, run })
  await plane.startControl()
  agent = await connect(token)
  const { labId } = await writeLab(plane.db, { tenantId, image: { repository: 'acme/shell', digest } })
  course = await writeCourse(plane.db, { tenantId, labId })
  pupils = await writePupils(plane.db, { tenantId, courseId: course.courseId, count: 3 })
}, 300_000)

afterAll(async () => {
  await agent?.close()
  await queues?.close()
  await plane?.stop()
})

const connect = (token: string) =>
  connectAgent({ socket: plane.socket, redisUrl: plane.redis.bareUrl, token, script: runs() })

const rowOf = (id: string) => plane.db.sandbox.findUniqueOrThrow({ where: { id } })
const becomes = (id: string, state: string) =>
  eventually(async () => (await rowOf(id)).state === state, {
    ...{ withinMs: 100_000, what: `sandbox ${state}` },
  })
const asked = async (pupil: Pupil, id: string) => ({
  sandbox: (await sandboxAccess(plane.db, pupil, id)).sandbox,
  by: pupil.label,
})
const quota = () => sandboxes.quota(plane.caller.tenant.id)
const mayTake = (bytes: number) =>
  plane.db.tenant.update({ where: { id: plane.caller.tenant.id }, data: { sandboxDisk: bytes } })

function pupil(at: number): Pupil {
  const one = pupils[at]
  if (!one) throw new Error('there is no such pupil')
  return one
}

async function started(at: number): Promise<string> {
  return (await sandboxes.start(pupil(at), course.courseLabId)).id
}

/** What its node says that it keeps. */
async function tells(by: ScriptedAgent, id: string, bytes: { layer: number; home: number }): Promise<void> {
  const containers = await plane.db.container.findMany({ where: { sandboxId: id } })
  const homes = await plane.db.volume.findMany({ where: { sandboxId: id } })
  await by.peer.call('volume.converge', {
    volumes: homes.map((home) => ({ id: home.id, usedBytes: bytes.home, snapshots: [], restored: null })),
    problems: {},
    resting: containers.map((one) => ({ id: one.id, usedBytes: bytes.layer })),
  })
}

let first = ''
let second = ''

test('what runs counts by its limits, and what rests by what its node says that it keeps', async () => {
  first = await started(0)
  await becomes(first, 'running')
  expect(await quota()).toMatchObject({ used: { count: 1, disk: LAYER + HOME }, kept: { count: 0, disk: 0 } })
  await sandboxes.stop(await asked(pupil(0), first))
  await becomes(first, 'stopped')
  // its node has not spoken of it
  expect(await quota()).toMatchObject({ used: { count: 0, disk: LAYER }, kept: { count: 1, disk: LAYER } })
  const other = await plane.addNode('two')
  const stranger = await connect(other.token)
  await tells(stranger, first, { layer: 0, home: 0 })
  expect((await quota()).kept).toEqual({ count: 1, disk: LAYER })
  await stranger.close()
  await plane.db.node.update({ where: { id: other.nodeId }, data: { state: 'offline' } }) // nothing begins there
  await tells(agent, first, { layer: 10 * MIB, home: 20 * MIB })
  expect((await quota()).kept).toEqual({ count: 1, disk: 30 * MIB })
  const { courseId } = course
  expect(await readCourseFiles(plane.db, { tenantId: plane.caller.tenant.id, courseId })).toEqual({
    ...{ count: 1, disk: 30 * MIB },
    tenant: { used: 30 * MIB, quota: Number((await quota()).quota.disk) },
  })
})

test('a start that finds no room waits and says why, and begins when files of others have gone', async () => {
  await mayTake(150 * MIB)
  second = await started(1)
  const { queue } = await sandboxes.get(second)
  expect(queue).toMatchObject({ place: 0, overQuota: false, filesFull: true })
  // looks of control go by, and it waits
  await expect(
    eventually(async () => (await rowOf(second)).state !== 'queued', { withinMs: 3_000 }),
  ).rejects.toThrow()
  // what its container wrote goes, its home is kept
  await plane.db.sandbox.update({ where: { id: first }, data: { wanted: 'archived', state: 'archived' } })
  await becomes(second, 'running')
  expect((await quota()).kept).toEqual({ count: 1, disk: 20 * MIB })
  const third = await started(2)
  expect(await sandboxes.get(third)).toMatchObject({ state: 'queued', queue: { filesFull: false } })
  await sandboxes.end(await asked(pupil(2), third))
})

test('an earlier try stays where there is no room for both: the reset waits, and is taken back or finds room', async () => {
  await sandboxes.reset(await asked(pupil(1), second))
  await eventually(async () => (await sandboxes.get(second)).queue?.filesFull === true, {
    ...{ withinMs: 60_000, what: 'a reset that waits' },
  })
  expect(await sandboxes.get(second)).toMatchObject({ state: 'queued', canUndo: true })
  await sandboxes.undoReset(await asked(pupil(1), second))
  await becomes(second, 'running')
  expect(await rowOf(second)).toMatchObject({ attempt: 1 })
  await sandboxes.reset(await asked(pupil(1), second))
  await mayTake(1024 * MIB)
  await becomes(second, 'running')
  expect(await sandboxes.get(second)).toMatchObject({ canUndo: true })
  expect((await quota()).kept).toEqual({ count: 2, disk: 20 * MIB + LAYER })
})

test('who goes on with their own files counts by their limits again, once, and what ended keeps nothing', async () => {
  await mayTake(2 * (LAYER + HOME) + LAYER)
  await tells(agent, first, { layer: 0, home: HOME })
  await sandboxes.resume(await asked(pupil(0), first))
  await becomes(first, 'running')
  expect((await quota()).used.disk).toBe(2 * (LAYER + HOME) + LAYER)
  await sandboxes.end(await asked(pupil(0), first))
  await sandboxes.end(await asked(pupil(1), second))
  expect(await quota()).toMatchObject({ used: { count: 0, disk: 0 }, kept: { count: 0, disk: 0 } })
})
