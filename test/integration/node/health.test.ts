import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

const http = (path: string) => ({ kind: 'http', port: 8080, path, timeoutMs: 2000 }) as const
const command = (script: string) => ({
  kind: 'command' as const,
  argv: ['sh', '-c', script],
  timeoutMs: 2000,
})
const once = { policy: 'no' } as const

test('a page that is there is healthy, one that is not says what was answered', async () => {
  await rig.healthy((await rig.want({ health: http('/index.html') })).id)
  const { id } = await rig.want({ health: http('/missing'), restart: once })
  const observed = await rig.seen(id, ({ state }) => state === 'stopped')
  expect(observed.end).toEqual({
    kind: 'unhealthy',
    message: 'GET /missing on port 8080 was answered with 404 within 2 s',
  })
})

test('a command inside decides by its exit code, and sees what the container sees', async () => {
  await rig.healthy((await rig.want({ health: command('test "$SEEN" = yes'), env: { SEEN: 'yes' } })).id)
  const { id } = await rig.want({ health: command('exit 7'), restart: once })
  const observed = await rig.seen(id, ({ state }) => state === 'stopped')
  expect(observed.end).toMatchObject({ message: 'the check exited with code 7 within 2 s' })
})

test('a check whose program is not in the image is a check that fails, and says so', async () => {
  const health = { kind: 'command' as const, argv: ['curl', '-f', 'localhost'], timeoutMs: 1000 }
  const { id } = await rig.want({ health, restart: once })
  const observed = await rig.seen(id, ({ state }) => state === 'stopped')
  expect(observed.end).toEqual({
    kind: 'unhealthy',
    message: 'the check did not start (curl: not found in the PATH of the image) within 1 s',
  })
})

test('a check whose program goes while the container runs fails as often as any other', async () => {
  const { id } = await rig.want({
    health: { kind: 'command', argv: ['/tmp/busybox', 'true'], timeoutMs: 2000 },
    command: ['sh', '-c', 'cp /proc/self/exe /tmp/busybox; sleep 2; rm /tmp/busybox; sleep 1000'],
    restart: once,
  })
  await rig.healthy(id)
  const ended = await rig.seen(id, ({ end }) => end !== null)
  expect(ended.end).toMatchObject({
    message: 'the check did not start (/tmp/busybox: not in the image), 3 times in a row',
  })
})

test('a check that hangs is ended', async () => {
  const { id } = await rig.want({ health: command('sleep 1000'), restart: once })
  const observed = await rig.seen(id, ({ state }) => state === 'stopped')
  expect(observed.end).toMatchObject({ message: 'the check did not end in time within 2 s' })
})

test('a container that stops answering is started again, and says why', async () => {
  const { id } = await rig.want({
    health: command('test -e /tmp/well'),
    command: ['sh', '-c', 'touch /tmp/well; sleep 2; rm /tmp/well; sleep 1000'],
  })
  await rig.healthy(id)
  const ended = await rig.seen(id, ({ end }) => end?.kind === 'unhealthy')
  expect(ended.end).toMatchObject({ message: 'the check exited with code 1, 3 times in a row' })
  await rig.seen(id, ({ healthy, restarts }) => healthy && restarts > 0)
})

test('an agent that comes back goes on looking', async () => {
  const { id } = await rig.want({
    health: command('test -e /tmp/well'),
    command: ['sh', '-c', 'touch /tmp/well; sleep 4; rm /tmp/well; sleep 1000'],
    restart: once,
  })
  await rig.healthy(id)
  await rig.killAgent('SIGKILL')
  await rig.startAgent()
  const ended = await rig.seen(id, ({ end }) => end !== null)
  expect(ended.end).toMatchObject({ kind: 'unhealthy' })
})

test('the verdict is told before the stop, which takes its time', async () => {
  const { id } = await rig.want({
    health: command('echo not yet; exit 1'),
    command: ['sh', '-c', 'trap "" TERM; echo i do not stop; while true; do sleep 0.1; done'],
    stop: { timeoutMs: 3_000 },
    restart: once,
  })
  const told = await rig.seen(id, ({ end }) => end !== null)
  expect(told).toMatchObject({ state: 'running', healthy: false, end: { kind: 'unhealthy' } })
  expect(told.lastLines).toEqual(['i do not stop'])
  await rig.seen(id, ({ state }) => state === 'stopped')
})
