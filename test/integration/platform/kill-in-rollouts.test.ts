import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeployStep } from '../../../packages/core/src/index.ts'
import type { DeployView } from '../../../packages/protocol/src/index.ts'
import { deployBusybox, instances } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import { startPlatform, type TestPlatform } from '../../support/platform.ts'
import { askSlowly, slowSite } from '../../support/slow-site.ts'
import { killProcess } from './kill-process.ts'
import { type RequestLoop, requestLoop } from './request-loop.ts'

const PATIENCE = { withinMs: 100_000 }
/** two kills, and each process takes seconds to be back */
const SLOWEST = 300_000
const SMALL = ['--port', '8080', '--cpu', '0.2', '--memory', '64M']

/** its check does not fail before somebody cancels it */
const PATIENT = ['--health-start-period', '9m']

let platform: TestPlatform

beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform?.stop())

async function newest(app: string): Promise<DeployView> {
  const [deploy] = await platform.json<DeployView[]>(['deploys', app])
  if (!deploy) throw new Error(`${app} has no deploy`)
  return deploy
}

/** The newest deploy is that far, or further. */
const reaches = (app: string, step: DeployStep) =>
  eventually(
    async () => (await newest(app)).steps.some((one) => one.step === step && one.state !== 'pending'),
    { ...PATIENCE, what: `${step} of ${app}` },
  )

/** One instance of that release, and nobody who asked met a fault. */
async function ends(app: string, release: number, loop: RequestLoop): Promise<void> {
  await eventually(async () => (await newest(app)).endedAt !== null, {
    ...PATIENCE,
    what: 'the end of the deploy',
  })
  expect(await newest(app)).toMatchObject({ state: 'succeeded', release, reason: null })
  const seen = async () => (await instances(platform, app)).map((one) => `${one.state} ${one.release}`).join()
  await eventually(async () => (await seen()) === `running ${release}`, { ...PATIENCE, what: 'one instance' })
  expect((await loop.stop()).failures).toEqual([])
}

test.each([
  ['agent', 'control'],
  ['control', 'agent'],
])(
  'a rollout goes on when %s is killed as it begins, and %s while a check is awaited',
  async (first, second) => {
    const app = `begun-${first}`
    const { url } = await deployBusybox(platform, app, slowSite({ startsAfter: 2 }), SMALL)
    const loop = requestLoop(url)
    await platform.json(['env', app, 'set', 'ROUND=2'])
    await killProcess(platform, first)
    await reaches(app, 'health')
    await killProcess(platform, second)
    await ends(app, 2, loop)
  },
)

test(
  'what drains finishes its answers, and goes, when agent and control are killed meanwhile',
  async () => {
    const { url } = await deployBusybox(platform, 'draining', slowSite(), SMALL)
    const loop = requestLoop(url)
    const { rest } = await askSlowly(url)
    await platform.json(['env', 'draining', 'set', 'ROUND=2'])
    await reaches('draining', 'route')
    await Promise.all([killProcess(platform, 'agent'), killProcess(platform, 'control')])
    expect(await rest).toBe('began\nended\n')
    await ends('draining', 2, loop)
  },
  SLOWEST,
)

test(
  'a deploy that is canceled while agent and control are killed leaves what serves',
  async () => {
    const { url } = await deployBusybox(platform, 'canceled', slowSite(), SMALL)
    const loop = requestLoop(url)
    await platform.json([
      'deploy',
      'canceled',
      '--image',
      'busybox',
      '--health-path',
      '/is-not-there',
      ...PATIENT,
    ])
    await Promise.all([
      killProcess(platform, 'agent'),
      killProcess(platform, 'control'),
      platform.json(['deploys', 'canceled', 'cancel']),
    ])
    const seen = async () => (await instances(platform, 'canceled')).map(({ release }) => release).join()
    await eventually(async () => (await seen()) === '1', { ...PATIENCE, what: 'the one that serves alone' })
    expect((await loop.stop()).failures).toEqual([])
  },
  SLOWEST,
)
