import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

const none = { kind: 'none' } as const

test('a program that runs once stays ended when its agent is killed, and runs again when it is asked to', async () => {
  const spec = await rig.want({
    command: ['sh', '-c', 'echo done; exit 0'],
    ...{ health: none, restart: { policy: 'no' } },
  })
  const ended = await rig.seen(spec.id, ({ state }) => state === 'stopped')
  expect(ended).toMatchObject({ end: { kind: 'exit', code: 0 }, restarts: 0 })
  await rig.killAgent()
  rig.control.told.clear()
  await rig.startAgent()
  const still = await rig.seen(spec.id, ({ state }) => state === 'stopped')
  expect(still).toMatchObject({ end: { kind: 'exit', code: 0 }, startedAt: ended.startedAt })
  await rig.want({ ...spec, restartNonce: 1 })
  const again = await rig.seen(
    spec.id,
    ({ state, startedAt }) => state === 'stopped' && startedAt !== ended.startedAt,
  )
  expect(again.restarts).toBe(0)
})

test('after a failure it is started again so often, and no more', async () => {
  const { id } = await rig.want({
    command: ['sh', '-c', 'exit 3'],
    ...{ health: none, restart: { policy: 'on-failure', max: 2 } },
  })
  const ended = await rig.seen(id, ({ state }) => state === 'stopped')
  expect(ended).toMatchObject({ end: { kind: 'exit', code: 3 }, restarts: 2 })
})

test('a health check looks as often, and forgives as much, as the app says', async () => {
  const { id } = await rig.want({
    health: {
      ...{ kind: 'command', argv: ['sh', '-c', 'test -e /tmp/well'], timeoutMs: 5000 },
      ...{ intervalMs: 1000, probeMs: 1000, retries: 1 },
    },
    command: ['sh', '-c', 'touch /tmp/well; sleep 2; rm /tmp/well; sleep 1000'],
    restart: { policy: 'no' },
  })
  const ended = await rig.seen(id, ({ state }) => state === 'stopped')
  expect(ended.end).toMatchObject({ kind: 'unhealthy', message: 'the check exited with code 1, once' })
})
