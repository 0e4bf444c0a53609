import { encodePlan } from '../../../packages/runtime/src/plan/encode.ts'
import type { Plan } from '../../../packages/runtime/src/plan/operation.ts'
import { startPerformer } from './plan-performer.ts'
import { createRandom } from '../../integration/node/support/random.ts'
import { randomEnd, randomStep, type Steps, variationOf } from './random-plan.ts'

const MOST_STEPS = 16
const FRESH_STEPS = 8
const LANES = 6

/** A start from which more of the operations come to something. */
const BEGINNING: Steps = [
  { op: 'tryDir', path: '/dir' },
  { op: 'openRoot', path: '/' },
  { op: 'openTree', source: '/dir', flags: 1, idMap: 0xffff_ffff },
  { op: 'makeIdMap', uids: '0 0 1\n', gids: '0 0 1\n' },
  { op: 'rootDir', path: '/dir/deep' },
]

export type Fuzzed = {
  readonly plans: number
  readonly places: number
  /** plans after which it crashed, as JSON, and what the sanitizers said */
  readonly crashes: readonly string[]
  readonly said: string
}

/** Several at once: most of a plan's time is spent on waiting for the kernel to take its namespaces away. */
export async function fuzzPlans(program: string, seed: number, milliseconds: number): Promise<Fuzzed> {
  const lanes = Array.from({ length: LANES }, (_, lane) => fuzzInTurn(program, seed + lane, milliseconds))
  const all = await Promise.all(lanes)
  return {
    plans: all.reduce((sum, { plans }) => sum + plans, 0),
    places: Math.max(...all.map(({ places }) => places)),
    crashes: all.flatMap(({ crashes }) => crashes),
    said: all.map(({ said }) => said).join(''),
  }
}

/** Performs variations of plans that came to new places, for so long. */
async function fuzzInTurn(program: string, seed: number, milliseconds: number): Promise<Fuzzed> {
  const random = createRandom(seed)
  const performer = startPerformer(program)
  const corpus: Steps[] = [BEGINNING]
  const crashes: string[] = []
  const until = performance.now() + milliseconds
  let plans = 0
  let places = 0
  while (performance.now() < until && crashes.length < 3) {
    let steps = corpus[random.below(corpus.length)] ?? BEGINNING
    for (let changes = random.below(4) + 1; changes > 0; changes--) steps = variationOf(steps, random)
    const fresh = Array.from({ length: FRESH_STEPS }, () => randomStep(random))
    const kept = [...steps.slice(0, MOST_STEPS), ...fresh]
    const plan: Plan = [{ op: 'clone', flags: 0n, cgroup: '' }, ...kept, randomEnd(random)]
    const done = await performer.perform(encodePlan(plan))
    if (!done) throw new Error(`a plan of the table is not sound: ${asText(plan)}`)
    if (done.crashed) crashes.push(asText(plan))
    if (done.places > 0) corpus.push(kept)
    places += done.places
    plans++
  }
  return { plans, places, crashes, said: await performer.close() }
}

function asText(plan: Plan): string {
  return JSON.stringify(plan, (_, value: unknown) => {
    if (typeof value === 'bigint') return String(value)
    return value instanceof Uint8Array ? Buffer.from(value).toString('hex').slice(0, 200) : value
  })
}
