import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createDoor } from '@berth/ingress'
import { BerthError } from '@berth/core'
import { createLog } from '@berth/log'
import { type Lock, lockFolder } from './lock.ts'
import { stopOrphans } from './orphans.ts'
import type { Paths } from './paths.ts'
import { endProcess } from './process-id.ts'
import type { PlatformState } from './state-file.ts'
import { ensureUsers } from './users.ts'

const UP_STOPS_WITHIN_MS = 90_000

/** Asks the running `up` to stop everything; what a killed one left is stopped here. Containers go on. The folder stays locked. */
export async function stopPlatform(paths: Paths, state: PlatformState | undefined): Promise<Lock> {
  if (state) await endProcess(state.up, { signal: 'SIGTERM', timeoutMs: UP_STOPS_WITHIN_MS })
  const lock = lockFolder(paths.dir)
  if (!lock)
    throw new BerthError(
      'config.invalid',
      `${paths.dir} is locked by another process: see fuser ${paths.dir}/lock`,
    )
  await stopLeftDoor(paths)
  await stopOrphans(state, paths, await ensureUsers())
  return lock
}

async function stopLeftDoor(paths: Paths): Promise<void> {
  await mkdir(paths.logs, { recursive: true, mode: 0o700 }) // somebody may have removed them first
  const door = createDoor({
    binary: '/usr/sbin/haproxy',
    runDir: path.join(paths.run, 'door'),
    dir: path.join(paths.runData, 'door'),
    bind: { addresses: [], port: 0 },
    platform: {
      platformHost: 'localhost',
      adminSocket: path.join(paths.run, 'door/admin.sock'),
      webSocket: paths.sockets.web,
      lessonsSocket: paths.sockets.lessons,
      controlSocket: paths.sockets.control,
    },
    logFile: path.join(paths.logs, 'door.log'),
    log: createLog({ name: 'door', file: path.join(paths.logs, 'up.log') }),
  })
  await door.stop(1_000)
}
