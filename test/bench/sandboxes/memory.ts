import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesOf } from '../../integration/runtime/support/test-runtime.ts'
import type { Figure } from '../figure.ts'
import { pss, treePss } from '../memory.ts'
import { createClass, endClass, openShells, warmUp } from './class.ts'
import { runFolder } from '../../integration/platform/run-folder.ts'
import type { World } from './world.ts'

/** What was needed for a moment only is given back meanwhile. */
const SETTLE_MS = 15_000
/** What is not there by then is left out. */
const WARM_MS = 120_000
const OPEN_MS = 120_000

/** What a student with a shell takes on the node, and what an open terminal takes of the platform's processes. */
export async function benchMemory(world: World, count: number): Promise<Figure[]> {
  const room = await createClass(world, count)
  try {
    const empty = await measure(world)
    const spares = await warmUp(world, room, room.students.length, WARM_MS)
    await sleep(SETTLE_MS)
    const spare = await measure(world)
    const shells = await openShells(room.students.slice(0, spares), OPEN_MS)
    await sleep(SETTLE_MS)
    const open = await measure(world)
    for (const student of room.students) student.leave()
    await sleep(SETTLE_MS)
    const left = await measure(world)
    const of = (
      { what, count }: { readonly what: string; readonly count: number },
      [after, before]: readonly [number, number],
      aim?: number,
    ): Figure => ({
      ...{ name: `${what}, ${count} of them`, value: (after - before) / count, unit: 'MiB' },
      ...(aim !== undefined && { aim }),
    })
    const idle = (what: string) => ({ what: `an idle ${what}`, count: spares })
    const terminal = (what: string) => ({ what: `an open terminal: ${what}`, count: shells.length })
    return [
      of(idle('spare: its processes and its part of the platform'), [total(spare), total(empty)]),
      of(idle('student with a shell: the same'), [total(left), total(empty)], 8),
      of(idle('student with a shell: what the kernel counts for its containers'), [
        left.charged,
        empty.charged,
      ]),
      of(terminal('web, lessons, control and agent together'), [platformOf(open), platformOf(spare)], 2),
      ...(['web', 'lessons', 'control', 'agent', 'viewers'] as const).map((name) =>
        of(terminal(name), [open[name], spare[name]]),
      ),
    ]
  } finally {
    await endClass(world, room)
  }
}

/** MiB, as a proportional share. */
type Measured = {
  readonly web: number
  readonly lessons: number
  readonly control: number
  readonly agent: number
  /** processes through which the agent looks at shells */
  readonly viewers: number
  readonly supervised: number
  readonly charged: number
}

function platformOf({ web, lessons, control, agent, viewers }: Measured): number {
  return web + lessons + control + agent + viewers
}

function total(one: Measured): number {
  return platformOf(one) + one.supervised
}

async function measure({ platform }: World): Promise<Measured> {
  const { id } = JSON.parse(await readFile(`${platform.dir}/instance.json`, 'utf8'))
  const state = JSON.parse(await readFile(`${await runFolder(platform)}/state.json`, 'utf8'))
  const own = async (name: string) => (await pss(state.processes[name].pid)) / 1024
  const supervisors = await processesOf(`(start|enter|exec) ${id}/`)
  const [web, lessons] = [await own('web'), await own('lessons')]
  const [control, agent] = [await own('control'), await own('agent')]
  const supervised = await treePss(supervisors)
  const all = await treePss([state.processes.agent.pid, ...supervisors])
  const viewers = all - agent - supervised
  return { web, lessons, control, agent, viewers, supervised, charged: await charged(id) }
}

/** What the kernel counts for all containers, their files in memory and its own part among it. */
async function charged(id: string): Promise<number> {
  return Number(await readFile(`/sys/fs/cgroup/memory/berth-${id}/memory.usage_in_bytes`, 'utf8')) / 1024 ** 2
}
