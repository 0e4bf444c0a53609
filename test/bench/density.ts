import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@berth/core'
import type { ContainerSpec } from '@berth/protocol'
import { openRig, type Rig } from '../integration/node/support/rig.ts'
import { supervisorsOf } from '../integration/runtime/support/test-runtime.ts'
import { type Figure, timed } from './figure.ts'
import { pss } from './memory.ts'

const CONTAINERS = 1000
const PROJECTS = 10
const IDLE_MS = 30_000
const START_LIMIT_MS = 600_000
const MIB = 1024 * 1024

/** 1,000 idle containers with a network each, kept by an agent as a platform runs it: time, memory of both, and what the agent does idly. */
export async function benchDensity(): Promise<Figure[]> {
  const rig = await openRig()
  try {
    await rig.startAgent({ built: true })
    const first = await rig.want(idle(newId('project')))
    await rig.seen(first.id, ({ state }) => state === 'running')
    const free = await availableMib()
    const started = await timed(() => startAll(rig))
    const supervisors = await supervisorsOf(rig.instance)
    const kib = await Promise.all(supervisors.map(pss))
    const perContainer = kib.reduce((sum, one) => sum + one, 0) / supervisors.length
    const taken = (free - (await availableMib())) / CONTAINERS
    await sleep(IDLE_MS / 3)
    const before = await rig.agentTicks()
    await sleep(IDLE_MS)
    const idleCpu = ((await rig.agentTicks()) - before) / 100 / (IDLE_MS / 1000)
    return [
      { name: `${CONTAINERS} idle containers with network, started`, value: started / 1000, unit: 's' },
      { name: 'starts per second', value: CONTAINERS / (started / 1000), unit: 'per s' },
      { name: "memory of a container's supervisor (PSS)", value: perContainer, unit: 'KiB' },
      { name: 'memory that the host has less, per container', value: taken, unit: 'MiB' },
      { name: 'memory of the agent (PSS)', value: (await pss(rig.agentPid())) / 1024, unit: 'MiB' },
      { name: 'idle cpu of the agent, of one core', value: idleCpu * 100, unit: '%' },
    ]
  } finally {
    await rig.close()
  }
}

async function startAll(rig: Rig): Promise<void> {
  const projects = Array.from({ length: PROJECTS }, () => newId('project'))
  const specs: ContainerSpec[] = []
  for (let i = 0; i < CONTAINERS; i++) specs.push(await rig.want(idle(projects[i % PROJECTS] ?? '')))
  const until = Date.now() + START_LIMIT_MS
  const runs = ({ id }: ContainerSpec) => rig.control.told.get(id)?.state === 'running'
  while (!specs.every(runs)) {
    if (Date.now() > until) throw new Error(`only ${specs.filter(runs).length} of ${CONTAINERS} were started`)
    await sleep(100)
  }
}

function idle(projectId: string): Partial<ContainerSpec> {
  return {
    command: ['sleep', '1000000'],
    project: { id: projectId, name: 'default' },
    health: { kind: 'none' },
    limits: { cpu: 0.5, memory: 64 * MIB, pids: 64, disk: 64 * MIB },
  }
}

async function availableMib(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8')
  return Number(/^MemAvailable:\s+(\d+)/m.exec(text)?.[1]) / 1024
}
