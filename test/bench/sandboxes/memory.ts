import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesOf } from '../../integration/runtime/support/test-runtime.ts'
import type { Figure } from '../figure.ts'
import { pss, treePss } from '../memory.ts'
import { createClass, endClass, warmUp } from './class.ts'
import { runFolder } from '../../integration/platform/run-folder.ts'
import { inTurns } from './in-turns.ts'
import type { World } from './world.ts'

/** What was needed for a moment only is given back meanwhile. */
const SETTLE_MS = 15_000

/** What a student with a shell takes on the node, and what an open terminal takes of the platform's processes. */
export async function benchMemory(world: World, count: number): Promise<Figure[]> {
  const room = await createClass(world, count)
  try {
    const empty = await measure(world)
    await warmUp(world, room, count)
    await sleep(SETTLE_MS)
    const spare = await measure(world)
    await inTurns(room.students, (student) => student.start())
    await sleep(SETTLE_MS)
    const open = await measure(world)
    for (const student of room.students) student.leave()
    await sleep(SETTLE_MS)
    const left = await measure(world)
    const each = (after: number, before: number) => (after - before) / count
    const of = (what: string, value: number, aim?: number): Figure => ({
      ...{ name: `${what}, ${count} of them`, value, unit: 'MiB' },
      ...(aim !== undefined && { aim }),
    })
    return [
      of('an idle spare: its processes and its part of the platform', each(total(spare), total(empty))),
      of('an idle student with a shell: the same', each(total(left), total(empty)), 8),
      of(
        'an idle student with a shell: what the kernel counts for its containers',
        each(left.charged, empty.charged),
      ),
      of('an open terminal: web, control and agent together', each(platformOf(open), platformOf(spare)), 2),
      ...(['web', 'control', 'agent', 'viewers'] as const).map((name) =>
        of(`an open terminal: ${name}`, each(open[name], spare[name])),
      ),
    ]
  } finally {
    await endClass(world, room)
  }
}

/** MiB, as a proportional share. */
type Measured = {
  readonly web: number
  readonly control: number
  readonly agent: number
  /** processes through which the agent looks at shells */
  readonly viewers: number
  readonly supervised: number
  readonly charged: number
}

function platformOf({ web, control, agent, viewers }: Measured): number {
  return web + control + agent + viewers
}

function total(one: Measured): number {
  return platformOf(one) + one.supervised
}

async function measure({ platform }: World): Promise<Measured> {
  const { id } = JSON.parse(await readFile(`${platform.dir}/instance.json`, 'utf8'))
  const state = JSON.parse(await readFile(`${await runFolder(platform)}/state.json`, 'utf8'))
  const own = async (name: string) => (await pss(state.processes[name].pid)) / 1024
  const supervisors = await processesOf(`(start|enter|exec) ${id}/`)
  const [web, control, agent] = [await own('web'), await own('control'), await own('agent')]
  const supervised = await treePss(supervisors)
  const all = await treePss([state.processes.agent.pid, ...supervisors])
  return { web, control, agent, viewers: all - agent - supervised, supervised, charged: await charged(id) }
}

/** What the kernel counts for all containers, their files in memory and its own part among it. */
async function charged(id: string): Promise<number> {
  return Number(await readFile(`/sys/fs/cgroup/memory/berth-${id}/memory.usage_in_bytes`, 'utf8')) / 1024 ** 2
}
