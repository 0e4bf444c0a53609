import { get } from 'node:http'
import { newId } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

function page(address: string | null, port = 8080): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: address ?? '', port, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve(text))
    }).on('error', reject)
  })
}

test('a container is pulled, connected, started and found healthy, and answers', async () => {
  const { id } = await rig.want()
  const observed = await rig.healthy(id)
  expect(observed).toMatchObject({ end: null, restarts: 0 })
  expect(await page(observed.address)).toBe('hello')
  expect(rig.control.states.filter((state) => state.startsWith(id))).toContain(`${id} pulling`)
})

test('its use is told of while it runs', async () => {
  const { id } = await rig.want()
  await rig.healthy(id)
  await eventually(() => rig.control.stats.some((sample) => sample.id === id && sample.memoryBytes > 0))
})

test('a stop is told of with who did it, a start brings it back, a removal leaves nothing', async () => {
  const spec = await rig.want()
  await rig.healthy(spec.id)
  await rig.want({ ...spec, desired: 'stopped' })
  const stopped = await rig.seen(spec.id, ({ state, address }) => state === 'stopped' && address === null)
  expect(stopped).toMatchObject({ end: { kind: 'stopped', by: 'a request' } })
  await rig.want({ ...spec, desired: 'running' })
  expect(await page((await rig.healthy(spec.id)).address)).toBe('hello')
  await rig.want({ ...spec, desired: 'removed' })
  await rig.seen(spec.id, ({ state }) => state === 'removed')
})

test('a restart that was asked for is a new run', async () => {
  const spec = await rig.want()
  const before = await rig.healthy(spec.id)
  await rig.want({ ...spec, restartNonce: 1 })
  const after = await rig.seen(spec.id, ({ healthy, restartNonce }) => healthy && restartNonce === 1)
  expect(after.restarts).toBe(0)
  expect(after.startedAt).not.toBe(before.startedAt)
})

test('one that exits is started again, later each time, and its last lines say why', async () => {
  const { id } = await rig.want({ command: ['sh', '-c', 'echo no config; exit 3'], health: { kind: 'none' } })
  const observed = await rig.seen(id, ({ state, restarts }) => state === 'backoff' && restarts >= 2)
  expect(observed).toMatchObject({ end: { kind: 'exit', code: 3 } })
  expect(observed.lastLines?.at(-1)).toBe('no config')
  expect(observed.nextStartAt).not.toBeNull()
})

test('a policy that lets it rest lets it rest', async () => {
  const { id } = await rig.want({
    command: ['sh', '-c', 'exit 0'],
    health: { kind: 'none' },
    restart: { policy: 'on-failure' },
  })
  expect(await rig.seen(id, ({ state }) => state === 'stopped')).toMatchObject({
    end: { kind: 'exit', code: 0 },
    restarts: 0,
  })
})

test('one that takes all of its memory is told to have done so', async () => {
  const { id } = await rig.want({
    command: ['sh', '-c', 'a=x; while true; do a=$a$a; done'],
    health: { kind: 'none' },
    restart: { policy: 'no' },
    limits: { cpu: 1, memory: 16 << 20, pids: 16, disk: 1 << 30 },
  })
  expect(await rig.seen(id, ({ state }) => state === 'stopped')).toMatchObject({ end: { kind: 'oom' } })
})

test.each([
  ['an image that is not there', { image: { repository: 'acme/shop', digest: `sha256:${'0'.repeat(64)}` } }],
  ['a command that is not in the image', { command: ['/bin/nothing'] }],
])('%s is a failure that no retry heals', async (_, changes) => {
  const { id } = await rig.want(changes)
  const observed = await rig.seen(id, ({ state }) => state === 'failed')
  expect(observed.end?.kind).toBe('start-failed')
})

test('an image for another machine is a failure that says so', async () => {
  const { id } = await rig.want({ image: { repository: 'acme/shop', digest: rig.foreignDigest } })
  const observed = await rig.seen(id, ({ state }) => state === 'failed')
  expect(JSON.stringify(observed.end)).toContain('riscv64')
})

test('a port that nobody listens on is told of, with those that somebody does', async () => {
  const { id } = await rig.want({
    env: { PORT: '3000' },
    health: { kind: 'tcp', port: 8080, timeoutMs: 500 },
  })
  const observed = await rig.seen(id, ({ end }) => end?.kind === 'unhealthy')
  // the verdict is told before the stop that follows from it
  await eventually(() => rig.control.states.includes(`${id} backoff`), { what: `the back-off of ${id}` })
  expect(JSON.stringify(observed.end)).toContain('it listens on 3000')
})

test('what the container is told of itself is right, and its volume belongs to its user', async () => {
  const { id } = await rig.want({
    command: [
      'sh',
      '-c',
      'hostname; echo $BERTH_APP $PORT $OWN; stat -c "%u %a" /data; touch /data/x; id -u; exit 9',
    ],
    env: { OWN: 'set' },
    health: { kind: 'none' },
    restart: { policy: 'no' },
  })
  const observed = await rig.seen(id, ({ state }) => state === 'stopped')
  expect(observed.lastLines).toEqual(['shop-web-1', 'shop 8080 set', '1000 750', '0'])
})

test('apps of one project find each other by name, and those of another do not', async () => {
  const shop = await rig.want()
  const { address } = await rig.healthy(shop.id)
  const ask = { health: { kind: 'none' }, restart: { policy: 'no' } } as const
  const command = [
    'sh',
    '-c',
    'for to in shop web.shop $KNOWN; do nc -w 2 $to 8080 </dev/null && echo $to; done 2>/dev/null; exit 0',
  ]
  const env = { KNOWN: address ?? '' }
  const app = { id: newId('app'), name: 'other' }
  const friend = await rig.want({ ...ask, command, env, app, project: shop.project })
  const stranger = await rig.want({ ...ask, command, env, app })
  expect((await rig.seen(friend.id, ({ state }) => state === 'stopped')).lastLines).toEqual([
    'shop',
    'web.shop',
    address,
  ])
  expect((await rig.seen(stranger.id, ({ state }) => state === 'stopped')).lastLines).toBeUndefined()
})
