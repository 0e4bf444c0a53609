import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { ContainerSpec } from '@berth/protocol'
import type { createRandom } from '../support/random.ts'
import type { Rig } from '../support/rig.ts'
import { type Life, wantedOf } from './life.ts'
import { supervisors } from './leftovers.ts'

const MIB = 1024 ** 2
const MOST = 6

export type Random = ReturnType<typeof createRandom>
/** What was asked for, by container, and what kind of program it is. */
export type World = {
  readonly rig: Rig
  readonly specs: Map<string, ContainerSpec>
  readonly lives: Map<string, Life>
}
type Operation = (world: World, spec: ContainerSpec, random: Random) => Promise<void>

/** With their weights. Those that need no container come by themselves when there is none. */
const OPERATIONS: readonly (readonly [weight: number, name: string, operation: Operation])[] = [
  [14, 'create', create],
  [8, 'kill the agent', ({ rig }) => killAgent(rig)],
  [6, 'kill the agent within a start', createAndKill],
  [12, 'stop', (world, spec) => want(world, { ...spec, desired: 'stopped' })],
  [14, 'start', (world, spec) => want(world, { ...spec, desired: 'running' })],
  [8, 'pause', (world, spec) => want(world, { ...spec, desired: 'paused' })],
  [8, 'restart', (world, spec) => want(world, { ...spec, restartNonce: spec.restartNonce + 1 })],
  [8, 'limits', changeLimits],
  [8, 'exec', exec],
  [4, 'fill the disk', fillDisk],
  [4, 'copy', copy],
  [4, 'kill a supervisor', killSupervisor],
  [10, 'remove', (world, spec) => want(world, { ...spec, desired: 'removed' })],
]
const SUM = OPERATIONS.reduce((sum, [weight]) => sum + weight, 0)

/** Does one thing to one container, as the numbers have it; says what, for a failure's message. */
export async function operate(world: World, random: Random): Promise<string> {
  const alive = [...world.specs.values()].filter(({ desired }) => desired !== 'removed')
  const spec = alive[random.below(alive.length)]
  const [, name, operation] = drawn(random.below(SUM))
  if (!spec || (name === 'create' && alive.length < MOST)) {
    await create(world, undefined, random)
    return 'create'
  }
  await operation(world, spec, random)
  return `${name} ${spec.id}`
}

export async function want(world: World, spec: ContainerSpec): Promise<void> {
  const asked = await world.rig.want(spec)
  world.specs.set(asked.id, asked)
}

function drawn(dice: number): (typeof OPERATIONS)[number] {
  let left = dice
  const found = OPERATIONS.find(([weight]) => (left -= weight) < 0)
  if (!found) throw new RangeError(`no operation for ${dice}`)
  return found
}

async function create({ rig, specs, lives }: World, _: unknown, random: Random): Promise<void> {
  const dice = random.below(10)
  const life: Life = dice < 7 ? 'well' : dice < 9 ? 'unhealthy' : 'short'
  const limits = { cpu: 0.5, memory: 64 * MIB, pids: 64, disk: 32 * MIB }
  const spec = await rig.want({ stop: { timeoutMs: 200 }, limits, ...wantedOf(life) })
  specs.set(spec.id, spec)
  lives.set(spec.id, life)
}

/** At any of the steps of a start: a whole one takes about so long. */
async function createAndKill(world: World, _: unknown, random: Random): Promise<void> {
  await create(world, undefined, random)
  await sleep(random.below(200))
  await killAgent(world.rig)
}

async function killAgent(rig: Rig): Promise<void> {
  await rig.killAgent('SIGKILL')
  await rig.startAgent()
}

function changeLimits(world: World, spec: ContainerSpec, random: Random): Promise<void> {
  const limits = {
    cpu: 0.1 * (1 + random.below(9)),
    memory: (48 + random.below(80)) * MIB,
    pids: 16 + random.below(64),
    disk: (24 + random.below(40)) * MIB,
  }
  return want(world, { ...spec, limits })
}

function exec({ rig }: World, { id }: ContainerSpec, random: Random): Promise<void> {
  const script =
    ['exit 0', 'sleep 1', 'sleep 1000', 'sleep 1000 & sleep 1000 & exit 1'][random.below(4)] ?? ''
  const request = { containerId: id, argv: ['sh', '-c', script], tty: random.below(2) === 0 }
  return orRefused(() => rig.control.agent().call('exec.start', request))
}

function fillDisk({ rig }: World, { id }: ContainerSpec): Promise<void> {
  const argv = ['dd', 'if=/dev/urandom', 'of=/fill', 'bs=1M', 'count=80']
  return orRefused(() => rig.control.agent().call('exec.start', { containerId: id, argv, tty: false }))
}

function copy({ rig }: World, { id }: ContainerSpec): Promise<void> {
  const job = { kind: 'pack', path: '/', oneMount: true } as const
  return orRefused(() => rig.control.agent().call('files.start', { containerId: id, job }))
}

async function killSupervisor({ rig }: World, { id }: ContainerSpec): Promise<void> {
  const found = (await supervisors(rig)).find((one) => one.id === id)
  try {
    if (found) process.kill(found.pid, 'SIGKILL')
  } catch (error) {
    // it has ended by itself meanwhile
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** An agent that is away, or a container that does not run, refuses; only what is left behind counts. */
async function orRefused(action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (
      !(error instanceof BerthError) &&
      !(error instanceof Error && error.message === 'no agent is connected')
    )
      throw error
  }
}
