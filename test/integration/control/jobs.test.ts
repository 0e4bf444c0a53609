import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startJobKeeper } from '../../../packages/deploy/src/index.ts'
import type { CronEntry, DeployView, JobView } from '../../../packages/protocol/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'
import { silent } from './support/silent.ts'

const APP = 'shop'
const SECRET = 'a-value-that-is-secret'
const SMALL = { memory: 64 * 1024 ** 2 }
const DAY_MS = 24 * 60 * 60_000

vi.setConfig({ testTimeout: 600_000 })

let plane: ControlPlane
let agent: ScriptedAgent

let token = ''

beforeAll(async () => {
  plane = await startControlPlane()
  token = (await plane.addNode('one')).token
  await pushImage(plane.db, { tenantId: plane.caller.tenant.id, name: 'acme/shop', tag: '1' })
  await plane.startControl()
  agent = await connect()
  const health = { kind: 'none' as const }
  const view = await plane.deploy.deploy({
    ...target(),
    image: 'shop:1',
    ...SMALL,
    env: { TOKEN: SECRET },
    health,
  })
  expect((await settled(view)).state).toBe('succeeded')
}, 300_000)

afterAll(async () => {
  await agent?.close()
  await plane?.stop()
})

function connect(): Promise<ScriptedAgent> {
  return connectAgent({
    ...{ socket: plane.socket, redisUrl: plane.redis.bareUrl, token },
    log: () => [`the token is ${SECRET}`],
    script: (spec) => {
      if (!spec.job) return runs()(spec)
      expect(spec.restart).toEqual({ policy: 'no' })
      const [word, code = '0'] = spec.command ?? []
      if (word === 'stay') return runs()(spec)
      const at = new Date().toISOString()
      const end = { kind: 'exit' as const, code: Number(code) }
      return { state: 'stopped', startedAt: at, endedAt: at, end, lastLines: ['bye'] }
    },
  })
}

/** As a real agent does: what is refused while control comes up is tried again. */
async function reconnect(): Promise<void> {
  const connects = async () => {
    try {
      agent = await connect()
      return true
    } catch {
      return false // its connection may be early: the next one says more
    }
  }
  await eventually(connects, { withinMs: 200_000, what: 'the agent' })
}

const target = () => ({ ...plane.caller, app: APP })
const run = (...command: string[]) => plane.deploy.jobs.run({ ...target(), command })

async function settled(view: DeployView): Promise<DeployView> {
  let last = view
  await eventually(
    async () => {
      last = await plane.deploy.getDeploy({ ...plane.caller, id: view.id })
      return last.state !== 'queued' && last.state !== 'running'
    },
    { withinMs: 200_000, what: 'the end of a deploy' },
  )
  return last
}

async function job(id: string, isSo: (view: JobView) => boolean, what: string): Promise<JobView> {
  let last = await plane.deploy.jobs.get({ ...target(), id })
  await eventually(
    async () => {
      last = await plane.deploy.jobs.get({ ...target(), id })
      return isSo(last)
    },
    { withinMs: 200_000, what },
  )
  return last
}

const idle = { wakeNode: async () => undefined, wakeScheduler: async () => undefined }

const ended = (id: string) => job(id, ({ state }) => state !== 'queued' && state !== 'running', 'a job’s end')
const running = (id: string) => job(id, ({ state }) => state === 'running', 'a job')

/** Without containers of jobs. */
async function serving(app: string) {
  const instances = await plane.deploy.listInstances({ ...plane.caller, app })
  return instances.filter(({ job: made }) => made === null)
}

async function jobsOf(cron: string): Promise<JobView[]> {
  return plane.deploy.jobs.list({ ...target(), cron })
}

test('a command runs in a container of its own, ends with its code, and its log is kept without secrets', async () => {
  const { id } = await run('fail', '7')
  expect(await ended(id)).toMatchObject({ state: 'failed', code: 7, reason: 'exited with code 7' })
  const kept = await job(id, ({ log, containerId }) => log === 'kept' && containerId === null, 'its log')
  expect(kept.lastLines).toEqual(['bye'])
  const [line] = await plane.deploy.jobs.log({ ...target(), id })
  expect(line?.text).toMatch(/^the token is \*+$/)
})

test('a job is listed beside the instances, counted by the quota, and canceled once', async () => {
  const before = (await plane.deploy.quota(plane.caller.tenant.id)).used.containers
  const { id } = await run('stay')
  const { containerId } = await running(id)
  const instances = await plane.deploy.listInstances(target())
  expect(instances.find((one) => one.id === containerId)).toMatchObject({ process: 'run', job: id })
  expect((await plane.deploy.getApp(target())).running).toBe(1)
  expect((await plane.deploy.quota(plane.caller.tenant.id)).used.containers).toBe(before + 1)
  await plane.deploy.jobs.cancel({ ...target(), id })
  expect(await ended(id)).toMatchObject({ state: 'canceled', cause: 'canceled' })
  await expect(plane.deploy.jobs.cancel({ ...target(), id })).rejects.toMatchObject({ code: 'job.ended' })
  expect((await plane.deploy.quota(plane.caller.tenant.id)).used.containers).toBe(before)
})

test('a job ends at its deadline', async () => {
  const { id } = await plane.deploy.jobs.run({ ...target(), command: ['stay'], timeoutMs: 1_000 })
  expect(await ended(id)).toMatchObject({ state: 'failed', cause: 'deadline' })
})

test('control that is killed and comes back neither loses a job nor begins it again', async () => {
  const { id } = await run('stay')
  await running(id)
  await plane.killControl()
  await agent.close()
  await plane.startControl()
  await reconnect()
  await plane.deploy.jobs.cancel({ ...target(), id })
  expect(await ended(id)).toMatchObject({ state: 'canceled' })
  const told = await plane.db.event.findMany({ where: { type: 'job.started' } })
  expect(told.filter(({ data }) => JSON.stringify(data).includes(id))).toHaveLength(1)
  // everybody of the tenant reads events
  for (const { data, message } of told) expect(`${JSON.stringify(data)} ${message}`).not.toContain('stay')
})

/** Due some hours ago for the last time, and not again while this test runs. */
function entry(name: string, change: Partial<CronEntry> = {}): CronEntry {
  const hour = new Date(Date.now() - 6 * 60 * 60_000).getUTCHours()
  const schedule = `30 ${hour} * * *`
  const usual = { timezone: 'UTC', command: ['work'], deadlineMs: DAY_MS }
  return { name, schedule, ...usual, concurrency: 'forbid', ...change }
}

async function addEntry(one: CronEntry): Promise<void> {
  expect((await settled(await plane.deploy.setCron({ ...target(), set: [one] }))).state).toBe('succeeded')
  await eventually(async () => (await plane.db.cronState.count({ where: { name: one.name } })) === 1, {
    withinMs: 200_000,
    what: 'the state of an entry',
  })
}

/** As if control had been away since yesterday. */
const missed = (name: string) =>
  plane.db.cronState.updateMany({ where: { name }, data: { since: new Date(Date.now() - DAY_MS) } })

test('what was missed is made up once, whoever looks and whatever hint is lost, and instances stay through a change of entries', async () => {
  const [before] = await serving(APP)
  await addEntry(entry('nightly'))
  expect(await serving(APP)).toMatchObject([{ id: before?.id }])
  expect(await jobsOf('nightly')).toEqual([])
  const second = startJobKeeper({
    db: plane.db,
    queues: idle,
    logs: { read: async () => [] },
    log: silent,
    tickMs: 50,
  })
  try {
    await missed('nightly')
    await eventually(async () => (await jobsOf('nightly')).length > 0, { withinMs: 200_000, what: 'a run' })
    const [made] = await jobsOf('nightly')
    expect(await ended(made?.id ?? '')).toMatchObject({ state: 'succeeded', cron: 'nightly', by: 'cron' })
  } finally {
    await second.close()
  }
  expect(await jobsOf('nightly')).toHaveLength(1)
  await plane.deploy.jobs.pauseCron({ ...target(), name: 'nightly', paused: true })
  const [paused] = await plane.deploy.jobs.listCron(target())
  expect(paused).toMatchObject({ pausedBy: plane.caller.by, next: [], last: { state: 'succeeded' } })
  const [resumed] = await plane.deploy.jobs.pauseCron({ ...target(), name: 'nightly', paused: false })
  expect(resumed?.next).toHaveLength(5)
})

test('what was missed while the app was stopped is made up neither by a start nor by a deploy', async () => {
  const runs = (await jobsOf('nightly')).length
  const serves = () =>
    eventually(async () => (await serving(APP)).length === 1, { withinMs: 200_000, what: 'its instance' })
  const begin = {
    start: async () => void (await plane.deploy.start(target())),
    deploy: async () => {
      const view = await plane.deploy.setEnv({ ...target(), set: { AGAIN: '1' }, unset: [] })
      expect(await settled(view)).toMatchObject({ state: 'succeeded', reason: null })
    },
  }
  for (const run of Object.values(begin)) {
    await plane.deploy.stop(target())
    const rests = async () => (await plane.deploy.getApp(target())).state === 'stopped'
    await eventually(rests, { withinMs: 200_000, what: 'a stopped app' })
    await missed('nightly')
    const before = Date.now()
    await run()
    const { since } = await plane.db.cronState.findFirstOrThrow({ where: { name: 'nightly' } })
    expect(since.getTime()).toBeGreaterThanOrEqual(before)
    await serves()
  }
  expect(await jobsOf('nightly')).toHaveLength(runs)
})

test('an entry that forbids two at once skips a run, and one that replaces ends the older', async () => {
  for (const concurrency of ['forbid', 'replace'] as const) {
    await addEntry(entry(concurrency, { concurrency, command: ['stay'] }))
    const first = await plane.deploy.jobs.runCron({ ...target(), name: concurrency })
    await running(first.id)
    await missed(concurrency)
    const two = async () => (await jobsOf(concurrency)).length === 2
    await eventually(two, { withinMs: 200_000, what: 'a second run' })
    const [second] = await jobsOf(concurrency)
    if (concurrency === 'forbid') expect(second).toMatchObject({ state: 'canceled', cause: 'still-runs' })
    else {
      expect(await ended(first.id)).toMatchObject({ state: 'canceled' })
      await running(second?.id ?? '')
    }
    for (const { id, state } of await jobsOf(concurrency)) {
      if (state === 'running') await plane.deploy.jobs.cancel({ ...target(), id })
    }
  }
})

test('a release command runs once, before anything of its release, and its failure stops the rollout', async () => {
  const app = { ...plane.caller, app: 'migrated' }
  const deploy = (...releaseCommand: string[]) =>
    plane.deploy.deploy({ ...app, image: 'shop:1', ...SMALL, health: { kind: 'none' }, releaseCommand })
  const done = await settled(await deploy('migrate'))
  expect(done.state).toBe('succeeded')
  expect(done.steps.map(({ step }) => step)).toContain('release')
  const failed = await settled(await deploy('migrate', '3'))
  expect(failed).toMatchObject({ state: 'failed', lastLines: ['bye'], end: { kind: 'exit', code: 3 } })
  expect(failed.reason).toContain(
    'its release command, migrate 3, exited with code 3; release 1 still serves',
  )
  expect(await serving('migrated')).toMatchObject([{ release: 1 }])
  const jobs = await plane.deploy.jobs.list(app)
  expect(jobs.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['release failed', 'release succeeded'])
})

test('a deploy that is superseded takes its release command along', async () => {
  const app = { ...plane.caller, app: 'superseded' }
  const deploy = (command: string) =>
    plane.deploy.deploy({
      ...{ ...app, image: 'shop:1', ...SMALL, health: { kind: 'none' } },
      releaseCommand: [command],
    })
  await deploy('stay')
  const first = async () => (await plane.deploy.jobs.list(app)).find(({ command }) => command?.[0] === 'stay')
  const isRunning = async () => (await first())?.state === 'running'
  await eventually(isRunning, { withinMs: 200_000, what: 'the release command' })
  expect((await settled(await deploy('migrate'))).state).toBe('succeeded')
  const isCanceled = async () => (await first())?.cause === 'deploy-over'
  await eventually(isCanceled, { withinMs: 200_000, what: 'the end of the older command' })
})
