import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createNodeUsers,
  createNodeWorker,
  createQueues,
  createSchedulerWorker,
  nodeUserName,
  type NodeUsers,
  type Queues,
} from '../../../packages/queue/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { startRedis, type TestRedis } from '../../support/redis.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined }
let redis: TestRedis
let queues: Queues
let users: NodeUsers

beforeAll(async () => {
  redis = await startRedis()
  queues = createQueues({ redisUrl: redis.url, log: silent })
  users = createNodeUsers({ redisUrl: redis.url, log: silent })
  await sleep(200)
})

afterAll(async () => {
  users.close()
  await queues.close()
  await redis.stop()
})

function nodeWorker(nodeId: string, onConverge: (ids: string[]) => void, queue = `node-${nodeId}`) {
  return createNodeWorker({
    redisUrl: redis.bareUrl,
    queue: { name: queue, username: nodeUserName(nodeId), password: 'secret' },
    onConverge: async (job) => onConverge(job.containerIds),
    log: silent,
  })
}

test('a node is woken through its own Redis user, also after FLUSHALL and after Redis was killed', async () => {
  await users.ensure('nod_a', 'secret')
  const heard: string[] = []
  const worker = nodeWorker('nod_a', (ids) => heard.push(...ids))
  await queues.wakeNode('nod_a', ['con_1'], 1)
  await eventually(() => heard.includes('con_1'))
  await redis.flush()
  await queues.wakeNode('nod_a', ['con_2'], 1)
  await eventually(() => heard.includes('con_2'))
  await redis.kill()
  await queues.wakeNode('nod_a', ['con_lost'], 1)
  await redis.start()
  await eventually(async () => {
    await queues.wakeNode('nod_a', ['con_3'], 1)
    return heard.includes('con_3')
  })
  await worker.close()
})

test('a hint while Redis is away neither fails nor waits', async () => {
  await redis.kill()
  let hinted = false
  const hints = Promise.all([queues.wakeScheduler('test'), queues.wakeNode('nod_a', ['con_1'], 2)])
  void hints.then(() => (hinted = true))
  await eventually(() => hinted, { what: 'the hints while Redis is away' })
  await hints
  await redis.start()
})

test('the same hint waits only once, and one that comes while it is followed is followed after it', async () => {
  const reasons: string[] = []
  let release = () => undefined as void
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const worker = createSchedulerWorker({
    redisUrl: redis.url,
    onWake: async (job) => {
      reasons.push(job.reason)
      if (reasons.length === 1) await held
    },
    log: silent,
  })
  await eventually(async () => {
    await queues.wakeScheduler('first', 'app_x') // Redis came back a moment ago: a hint may still be lost
    return reasons.length === 1
  })
  await Promise.all([1, 2, 3, 4, 5].map((n) => queues.wakeScheduler(`late ${n}`, 'app_x')))
  release()
  await eventually(() => reasons.length === 2)
  await sleep(300)
  expect(reasons).toHaveLength(2)
  await worker.close()
})

test("a node's user reaches its own queue only, and its refused worker does not spin", async () => {
  await users.ensure('nod_b', 'secret')
  await users.ensure('nod_c', 'secret')
  const asB = new Redis(redis.bareUrl.replace('unix://', ''), {
    username: nodeUserName('nod_b'),
    password: 'secret',
  })
  await asB.set('bull:node-nod_b:x', '1')
  for (const attempt of [
    () => asB.get('bull:node-nod_c:meta'),
    () => asB.set('bull:scheduler:x', '1'),
    () => asB.get('bull:node-nod_bb:x'),
    () => asB.eval("return redis.call('get', 'bull:scheduler:meta')", 0),
    () => asB.keys('*'),
    () => asB.scan(0),
    () => asB.flushall(),
    () => asB.config('GET', '*'),
    () => asB.acl('LIST'),
    () => asB.client('LIST'),
    () => asB.publish('socket.io#/events#', 'x'),
    () => asB.subscribe('x'),
    () => asB.monitor(),
  ]) {
    await expect(attempt()).rejects.toThrow(/NOPERM|can't access/)
  }
  asB.disconnect()

  const foreign = nodeWorker('nod_b', () => undefined, 'node-nod_c')
  const refusals = async () => withStats(redis)
  const before = await refusals()
  await sleep(2_500)
  expect((await refusals()) - before).toBeLessThan(60)
  await foreign.close()
})

/** How many commands Redis has refused so far. */
async function withStats(server: TestRedis): Promise<number> {
  const admin = new Redis(server.bareUrl.replace('unix://', ''), { username: 'admin', password: 'admin' })
  const text = await admin.info('stats')
  admin.disconnect()
  return Number(
    /acl_access_denied_cmd:(\d+)/.exec(text)?.[1] ?? /total_error_replies:(\d+)/.exec(text)?.[1] ?? 0,
  )
}
