import { statfs } from 'node:fs/promises'
import { BerthError, formatBytes } from '@berth/core'
import { exists } from './exists.ts'
import type { Paths } from './paths.ts'
import { listenerOn } from './port-holder.ts'
import { isAlive } from './process-id.ts'
import { readIfThere } from './read-if-there.ts'
import { cloneIsReadable } from './readable-clone.ts'
import { readState } from './state-file.ts'
import type { UpSettings } from './up-settings.ts'

const LEAST_FREE = 512 * 1024 ** 2
const CONTROLLERS = ['cpu', 'memory', 'pids'] as const

/** What would make `up` fail later and less clearly. The first problem is thrown, with what to do about it. */
export async function preflight(paths: Paths, settings: UpSettings): Promise<void> {
  await cloneIsReadable(paths.clone)
  await folderIsFree(paths)
  await cgroupsAreThere()
  await portsAreFree(paths, settings)
}

/** A copied data folder has the id of the one that it was copied from, and the two cannot run side by side. */
async function folderIsFree(paths: Paths): Promise<void> {
  const state = await readState(paths.stateFile)
  if (!state || state.dir === paths.dir || !(await isAlive(state.up))) return
  throw new BerthError(
    'config.invalid',
    `${paths.dir} is a copy of ${state.dir}, which is running (pid ${state.up.pid}): stop that one first`,
  )
}

/** Asked before anything is written into the data folder. Error: disk.full. */
export async function diskHasRoom(dir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dir)
  if (bavail * bsize >= LEAST_FREE) return
  throw new BerthError(
    'disk.full',
    `the disk of ${dir} has ${formatBytes(bavail * bsize)} left: make room, at least ${formatBytes(LEAST_FREE)}`,
  )
}

async function cgroupsAreThere(): Promise<void> {
  const missing = await missingControllers()
  if (missing.length === 0) return
  throw new BerthError(
    'runtime.unsupported',
    `this machine has no cgroup controller for ${missing.join(', ')}: mount /sys/fs/cgroup, or enable them in the command line of the kernel`,
  )
}

/** v1 has a hierarchy for each controller, v2 lists them in its root, a hybrid has them in either. */
export async function missingControllers(): Promise<readonly string[]> {
  const v1 = await Promise.all(CONTROLLERS.map((name) => exists(`/sys/fs/cgroup/${name}/cgroup.procs`)))
  const v2 = (await readIfThere('/sys/fs/cgroup/cgroup.controllers')) ?? ''
  return CONTROLLERS.filter((name, i) => !v1[i] && !v2.split(/\s/).includes(name))
}

/** Our own door may hold them: it is taken over. */
async function portsAreFree(paths: Paths, settings: UpSettings): Promise<void> {
  await portIsFree(paths, settings.port, '--port')
  if (settings.tlsPort > 0) await portIsFree(paths, settings.tlsPort, '--tls-port')
}

async function portIsFree(paths: Paths, port: number, option: string): Promise<void> {
  const holder = await listenerOn(port)
  if (!holder) return
  const ours = (await readState(paths.stateFile))?.processes.door
  if (ours && holder.pids.includes(ours.pid) && (await isAlive(ours))) return
  throw new BerthError(
    'ingress.failed',
    `port ${port} is taken by ${holder.name}: stop it, or choose another with ${option}`,
  )
}
