import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ContainerSpec } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { createRandom } from './support/random.ts'

/** More by BERTH_TEST_OPERATIONS; the same again by BERTH_TEST_SEED, which a failure names. */
const OPERATIONS = Number(process.env['BERTH_TEST_OPERATIONS'] ?? 60)
const SEED = Number(process.env['BERTH_TEST_SEED'] ?? Date.now() % 2 ** 31)
const MOST = 6
const BATCH = 15
/** where the runtime puts roots together; it belongs to all containers */
const STAGE = 'stage'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test(`whatever is asked, and whenever the agent is killed, nothing leaks and every state is true (seed ${SEED})`, {
  timeout: 60_000 + OPERATIONS * 2_000,
}, async () => {
  const random = createRandom(SEED)
  const specs = new Map<string, ContainerSpec>()
  for (let done = 0; done < OPERATIONS; done += BATCH) {
    for (let i = 0; i < BATCH; i++) {
      await operate(specs, random)
      await sleep(random.below(120))
    }
    await settled(specs)
  }
  for (const spec of specs.values()) await want(specs, { ...spec, desired: 'removed' })
  await settled(specs)
  await eventually(async () => (await leftovers()).length === 0, { what: 'the last of it to go' }).catch(
    () => undefined,
  ) // the next line says what is left
  expect(await leftovers()).toEqual([])
})

async function operate(specs: Map<string, ContainerSpec>, random: ReturnType<typeof createRandom>) {
  const alive = [...specs.values()].filter(({ desired }) => desired !== 'removed')
  const spec = alive[random.below(alive.length)]
  const dice = random.below(100)
  if (dice < 15) return killAgent()
  if (!spec || (dice < 40 && alive.length < MOST)) return want(specs, undefined)
  if (dice < 60) return want(specs, { ...spec, desired: 'stopped' })
  if (dice < 80) return want(specs, { ...spec, desired: 'running' })
  if (dice < 90) return want(specs, { ...spec, restartNonce: spec.restartNonce + 1 })
  return want(specs, { ...spec, desired: 'removed' })
}

async function want(specs: Map<string, ContainerSpec>, spec: ContainerSpec | undefined): Promise<void> {
  const asked = await rig.want(spec ?? { stop: { timeoutMs: 200 } })
  specs.set(asked.id, asked)
}

async function killAgent(): Promise<void> {
  await rig.killAgent('SIGKILL')
  await rig.startAgent()
}

async function settled(specs: ReadonlyMap<string, ContainerSpec>): Promise<void> {
  for (const spec of specs.values()) {
    await rig.seen(spec.id, ({ state, healthy, generation, restartNonce }) => {
      if (spec.desired === 'removed') return state === 'removed'
      if (generation !== spec.generation) return false
      return spec.desired === 'stopped'
        ? state === 'stopped'
        : state === 'running' && healthy && restartNonce === spec.restartNonce
    })
  }
  const running = [...specs.values()].filter(({ desired }) => desired === 'running').map(({ id }) => id)
  expect((await supervised()).toSorted()).toEqual(running.toSorted())
}

/** Ids of the containers that really run, by their supervisors. */
async function supervised(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args', '--no-headers'])
  const ids = stdout
    .split('\n')
    .flatMap((line) => new RegExp(`^berth-init start ${rig.instance}/(\\S+)`).exec(line)?.[1] ?? [])
  return [...new Set(ids)]
}

/** What containers leave on a node that forgets one of them. */
async function leftovers(): Promise<string[]> {
  const agent = join(rig.dir, 'agent')
  const run = `/run/berth-${rig.instance}`
  const places = [
    join(agent, 'containers'),
    join(agent, 'node'),
    join(run, 'c'),
    join(run, 'disk/containers'),
  ]
  const files = await Promise.all(
    places.map(async (place) =>
      (await list(place)).filter((name) => name !== STAGE).map((name) => `${place}/${name}`),
    ),
  )
  const controllers = await list('/sys/fs/cgroup')
  const groups = await Promise.all(
    controllers.map(async (name) => {
      const parent = `/sys/fs/cgroup/${name}/berth-${rig.instance}`
      return (await list(parent))
        .filter((child) => child.startsWith('con_'))
        .map((child) => `${parent}/${child}`)
    }),
  )
  const claims = await Promise.all(
    (await list('/run/berth/ids')).map((name) => claimOf(`/run/berth/ids/${name}`)),
  )
  const mine = claims.filter((claim) => claim.includes(rig.instance))
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter((line) => line.includes('con_'))
  return [...files.flat(), ...groups.flat(), ...mine, ...mounts, ...(await supervised())]
}

async function claimOf(path: string): Promise<string> {
  return `${path} ${await readFile(path, 'utf8').catch(() => '')}` // another platform's, gone meanwhile
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []) // a file, or nothing there
}
