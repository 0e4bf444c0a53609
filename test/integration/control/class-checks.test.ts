import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTurns } from '../../../packages/core/src/index.ts'
import { createQueues } from '../../../packages/queue/src/index.ts'
import {
  createSandboxService,
  sandboxAccess,
  type SandboxService,
} from '../../../packages/sandbox/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { labSpec, type Pupil, writeCourse, writeLab, writePupils } from '../../support/lab-fixture.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'
import { silent } from './support/silent.ts'

vi.setConfig({ testTimeout: 600_000 })

const CLASS = 60
const CHECK = {
  ...{ name: 'done', title: 'It is done', auto: false, points: 1 },
  script: { container: 'shell', text: 'true', timeout: 60 },
}

let plane: ControlPlane
let agent: ScriptedAgent
let queues: ReturnType<typeof createQueues>
let sandboxes: SandboxService
let ids: string[]
let pupils: Pupil[]
/** Scripts that the node has begun; none ends before. */
let begun = 0
const goOn = Promise.withResolvers<void>()

beforeAll(async () => {
  plane = await startControlPlane()
  const { token } = await plane.addNode('one')
  const tenantId = plane.caller.tenant.id
  const digest = await pushImage(plane.db, { tenantId, name: 'acme/shell', tag: '1' })
  queues = createQueues({ redisUrl: plane.redis.url, log: silent })
  const turns = createTurns({ all: 4 })
  sandboxes = createSandboxService({
    ...{ db: plane.db, queues },
    run: (tenant, request) => plane.client.runScript(tenant, request),
    inTurn: (key, work) => turns.run(key, work),
  })
  await plane.startControl()
  agent = await connectAgent({
    ...{ socket: plane.socket, redisUrl: plane.redis.bareUrl, token, script: runs() },
    runScript: async () => {
      begun++
      await goOn.promise
      return { code: 0, output: 'well done\n' }
    },
  })
  const image = { repository: 'acme/shell', digest }
  const { labId } = await writeLab(plane.db, { tenantId, image, spec: labSpec({ checks: [CHECK] }) })
  const course = await writeCourse(plane.db, { tenantId, labId, maximum: CLASS })
  pupils = await writePupils(plane.db, { tenantId, courseId: course.courseId, count: CLASS })
  const started = await Promise.all(pupils.map((pupil) => sandboxes.start(pupil, course.courseLabId)))
  ids = started.map(({ id }) => id)
  const running = () => plane.db.sandbox.count({ where: { id: { in: ids }, state: 'running' } })
  await eventually(async () => (await running()) === CLASS, { withinMs: 300_000, what: 'the class' })
}, 400_000)

afterAll(async () => {
  await agent?.close()
  await queues?.close()
  await plane?.stop()
})

test('while the checks of sixty wait for their node nobody else waits: not for the database, and not for control', async () => {
  const check = async (pupil: Pupil, id: string) => {
    const { sandbox } = await sandboxAccess(plane.db, pupil, id)
    return sandboxes.check({ sandbox, by: pupil.label }, 'done')
  }
  const checks = pupils.map((pupil, one) => check(pupil, ids[one] ?? ''))
  const all = Promise.all(checks)
  await Promise.race([all, eventually(() => begun === CLASS, { withinMs: 200_000, what: 'sixty scripts' })])

  const free = await plane.db.$queryRaw<{ busy: bigint }[]>`
    SELECT count(*) AS busy FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'`
  expect(Number(free[0]?.busy)).toBe(0)
  const sealed = await plane.client.seal(plane.caller.tenant.id, { WORD: 'a secret' })
  expect(Object.keys(sealed)).toEqual(['WORD'])

  goOn.resolve()
  expect((await all).map(({ passed }) => passed)).toEqual(Array.from({ length: CLASS }, () => true))
  const kept = await plane.db.checkResult.findMany({ where: { sandboxId: { in: ids }, passed: true } })
  expect(new Set(kept.map(({ sandboxId }) => sandboxId)).size).toBe(CLASS)
})
