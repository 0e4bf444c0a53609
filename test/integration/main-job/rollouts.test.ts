import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeployView } from '../../../packages/protocol/src/index.ts'
import { deployBusybox, instances } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import { holdPoint } from '../../support/hold-point.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { askSlowly, slowSite } from '../../support/slow-site.ts'
import { requestLoop } from '../platform/request-loop.ts'

const APP = 'rolling'
const VISITS = 300
/** its check does not fail before somebody cancels it */
const PATIENT = ['--health-start-period', '9m']

let platform: TestPlatform
let url: string

beforeAll(async () => {
  platform = await sharedPlatform()
  const deployed = await deployBusybox(platform, APP, slowSite(), [
    ...['--port', '8080', '--process', 'worker=sleep 1000000', '--cpu', '0.2', '--memory', '64M'],
  ])
  url = deployed.url
})

afterAll(() => platform.run(['destroy', APP, '--yes']))

const running = async () => {
  const all = await instances(platform, APP)
  return all.filter(({ state }) => state === 'running').map(({ process }) => process)
}

async function change(args: readonly string[]): Promise<void> {
  const { code, stderr } = await platform.run([...args, '--wait'])
  expect({ code, stderr }).toMatchObject({ code: 0 })
}

const draining = async () => (await instances(platform, APP)).some(({ state }) => state === 'draining')

test('a worker runs beside web, and is scaled by its name', async () => {
  const run = (processes: string) =>
    eventually(async () => (await running()).toSorted().join() === processes, {
      withinMs: 100_000,
      what: processes,
    })
  await run('web,worker')
  await change(['scale', APP, 'worker=2'])
  await run('web,worker,worker')
})

test('hundreds of visitors meet no fault while releases change all that a release is made of', async () => {
  const loops = [requestLoop(url), requestLoop(url)]
  await change(['env', APP, 'set', 'ROUND=1'])
  await change(['scale', APP, 'web=2', 'worker=0'])
  await change(['limits', APP, '--memory', '96M'])
  await change(['rollback', APP, '1'])
  await eventually(() => loops.every((loop) => loop.asked() * loops.length >= VISITS), { withinMs: 100_000 })
  const met = await Promise.all(loops.map((loop) => loop.stop()))
  expect(met.flatMap(({ failures }) => failures)).toEqual([])
  await eventually(async () => (await running()).toSorted().join() === 'web,worker', { withinMs: 100_000 })
})

test('a long answer is finished by the instance that began it', async () => {
  const during = holdPoint()
  await change(['env', APP, 'set', `DURING=${during.command}`])
  const { rest } = await askSlowly(url)
  await during.reached()
  await platform.json(['env', APP, 'set', 'DURING=true'])
  await eventually(draining, { withinMs: 100_000, what: 'an instance that drains' })
  await during.release()
  expect(await rest).toBe('began\nended\n')
})

/** A long answer of a release with that time to finish, which is being replaced. */
async function beginLong(seconds: string) {
  const during = holdPoint()
  const drain = ['--drain-timeout', seconds, '--env', `DURING=${during.command}`]
  await change(['deploy', APP, '--image', 'busybox', ...drain])
  const { rest } = await askSlowly(url)
  await during.reached()
  await platform.json(['env', APP, 'set', 'DURING=true'])
  return { during, rest }
}

test('an instance has the time to finish that its release gives, also more than the usual 15 seconds', async () => {
  const { during, rest } = await beginLong('300')
  await eventually(draining, { withinMs: 100_000, what: 'an instance that drains' })
  await sleep(20_000)
  expect(await draining()).toBe(true)
  await during.release()
  expect(await rest).toBe('began\nended\n')
})

test('a release that gives no time to finish has none', async () => {
  const { during, rest } = await beginLong('0')
  expect(await rest.catch(() => 'cut')).not.toContain('ended')
  await during.release()
})

test('a deploy that is canceled leaves what serves as it was', async () => {
  const settled = async () => {
    const all = await instances(platform, APP)
    return all.length === 2 && all.every(({ state }) => state === 'running')
  }
  await eventually(settled, { withinMs: 100_000, what: 'the end of what drains' })
  const before = await instances(platform, APP)
  await platform.json(['deploy', APP, '--image', 'busybox', '--health-path', '/is-not-there', ...PATIENT])
  // the one that would take its place is there
  await eventually(async () => (await instances(platform, APP)).length > before.length, {
    withinMs: 100_000,
  })
  const canceled = await platform.json<DeployView>(['deploys', APP, 'cancel', '--why', 'not this one'])
  expect(canceled).toMatchObject({ state: 'canceled', reason: expect.stringContaining(': not this one') })
  await eventually(async () => (await instances(platform, APP)).length === before.length, {
    withinMs: 100_000,
  })
  expect((await instances(platform, APP)).map(({ id, restarts }) => ({ id, restarts }))).toEqual(
    before.map(({ id }) => ({ id, restarts: 0 })),
  )
  const [newest] = await platform.json<DeployView[]>(['deploys', APP])
  expect(newest).toMatchObject({ id: canceled.id, state: 'canceled' })
})
