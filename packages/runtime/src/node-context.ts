import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type Clock } from '@berth/core'
import type { Logger } from '@berth/log'
import type { Seccomp } from '@berth/oci'
import { type Cgroups, createCgroups } from './cgroup/cgroups.ts'
import { createForkEvents } from './cgroup/fork-events.ts'
import type { CountEvents } from './cgroup/group-watch.ts'
import { createMemoryEvents } from './cgroup/memory-events.ts'
import { cgroupMounts } from './cgroup/mounts.ts'
import { createResidentStarter, type ResidentStarter } from './init/resident-starter.ts'
import { createStarter, type Starter } from './init/run-plan.ts'
import { type SealedProgram, sealProgram } from './init/sealed-program.ts'
import type { HostFacts } from './plan/compile-spec.ts'
import { parseHardFileLimit } from './plan/rlimit.ts'
import { createProgramCache } from './seccomp/program-cache.ts'

/** What every operation of the runtime works with: facts of this host, and the ways to change it. */
export type NodeContext = {
  readonly instance: string
  readonly dir: string
  readonly socketDir: string
  readonly init: string
  readonly log: Logger
  readonly clock: Clock
  readonly bootId: string
  readonly host: HostFacts
  readonly cgroups: Cgroups
  readonly memoryEvents: CountEvents
  readonly forkEvents: CountEvents
  readonly program: SealedProgram
  readonly start: Starter
  readonly resident: ResidentStarter
  readonly filterOf: (profile: Seccomp) => Uint8Array
}

export async function openNode(options: {
  instance: string
  dir: string
  runDir: string
  init: string
  log: Logger
  clock: Clock
}): Promise<NodeContext> {
  const socketDir = join(options.runDir, 'c')
  await mkdir(options.dir, { recursive: true, mode: 0o700 })
  await mkdir(socketDir, { recursive: true, mode: 0o700 })
  const cgroups = createCgroups({ instance: options.instance })
  const [program, bootId, limits] = await Promise.all([
    sealProgram(options.init),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readFile('/proc/self/limits', 'utf8'),
    cgroups.prepare(),
  ])
  const spawnOne = createStarter(program)
  const resident = createResidentStarter({ program, instance: options.instance, spawnOne })
  return {
    ...options,
    socketDir,
    bootId: bootId.trim(),
    host: { maxFiles: parseHardFileLimit(limits), cgroupMounts: cgroupMounts(cgroups.layout) },
    cgroups,
    memoryEvents: createMemoryEvents({ layout: cgroups.layout, init: options.init }),
    forkEvents: createForkEvents(cgroups.layout),
    program,
    start: resident.start,
    resident,
    filterOf: createProgramCache(machine()),
  }
}

function machine(): 'x64' | 'arm64' {
  if (process.arch === 'x64' || process.arch === 'arm64') return process.arch
  throw new BerthError('runtime.unsupported', `containers do not run on ${process.arch} yet`)
}
