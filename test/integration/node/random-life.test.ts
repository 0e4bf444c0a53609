import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { isSettled, mustRun } from './random-life/life.ts'
import { leftovers, supervised } from './random-life/leftovers.ts'
import { operate, want, type World } from './random-life/operations.ts'
import { createRandom } from './support/random.ts'
import { openRig, type Rig } from './support/rig.ts'

/** More by BERTH_TEST_OPERATIONS; the same again by BERTH_TEST_SEED, which a failure names. */
const OPERATIONS = Number(process.env['BERTH_TEST_OPERATIONS'] ?? 60)
const SEED = Number(process.env['BERTH_TEST_SEED'] ?? Date.now() % 2 ** 31)
const BATCH = 15
/** what is lost stays lost; a busy machine is only slow */
const PATIENCE = { withinMs: 60_000 }

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
  const world: World = { rig, specs: new Map(), lives: new Map() }
  for (let done = 0; done < OPERATIONS; done += BATCH) {
    const batch: string[] = []
    for (let i = 0; i < BATCH; i++) {
      batch.push(await operate(world, random))
      await sleep(random.below(120))
    }
    await settled(world).catch((error: unknown) => {
      throw new Error(`after operation ${done + BATCH}: ${batch.join(', ')}: ${String(error)}`)
    })
  }
  for (const spec of world.specs.values()) await want(world, { ...spec, desired: 'removed' })
  await settled(world)
  await comesToNothing(() => leftovers(rig))
})

/** Every state as it was asked for, every program that runs told of, and nothing left of what was removed. */
async function settled({ specs, lives }: World): Promise<void> {
  for (const spec of specs.values())
    await rig
      .seen(spec.id, (seen) => isSettled(spec, lives.get(spec.id) ?? 'well', seen), PATIENCE)
      .catch((error: unknown) => {
        throw new Error(`wanted ${JSON.stringify(spec)}: ${String(error)}`)
      })
  await comesToNothing(async () => falseStates({ rig, specs, lives }, await supervised(rig)))
  const removed = [...specs.values()].filter(({ desired }) => desired === 'removed').map(({ id }) => id)
  await comesToNothing(async () => {
    const left = await leftovers(rig)
    return left.filter((path) => removed.some((id) => path.includes(id)))
  })
  for (const id of removed) specs.delete(id)
}

function falseStates({ specs, lives }: World, running: readonly string[]): string[] {
  const wrong = [...specs.values()].filter((spec) => {
    const seen = rig.control.told.get(spec.id)
    const wanted = seen && mustRun(spec, lives.get(spec.id) ?? 'well', seen)
    return wanted !== undefined && wanted !== running.includes(spec.id)
  })
  return [...wrong.map(({ id }) => id), ...running.filter((id) => !specs.has(id))]
}

/** A moment may pass between what is told and what is done. */
async function comesToNothing(look: () => Promise<string[]>): Promise<void> {
  let last: string[] = []
  const same = async () => {
    last = await look()
    return last.length === 0
  }
  await eventually(same, { withinMs: 20_000 }).catch((error: unknown) => {
    throw new Error(`left: ${last.join(', ')}`, { cause: error })
  })
}
