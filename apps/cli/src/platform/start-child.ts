import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { prefer } from './prefer.ts'
import { identify } from './process-id.ts'
import { launchCommand, type ProcessSpec } from './process-spec.ts'
import type { ProcessState } from './state-file.ts'

/**
 * Starts a process in a session of its own, with its output going straight to its log: nothing ties it to the life
 * of this process. Its umask lets the group open the sockets that it makes.
 */
export async function startChild(
  spec: ProcessSpec,
  logsDir: string,
): Promise<{ child: ChildProcess; state: ProcessState }> {
  for (const file of spec.leftovers) await rm(file, { force: true })
  const log = openSync(path.join(logsDir, `${spec.name}.log`), 'a', 0o600)
  const { file, args } = launchCommand(spec)
  const umask = process.umask(spec.user === 'root' ? 0o022 : 0o007)
  const child = spawn(file, args, {
    cwd: spec.cwd,
    env: { ...spec.env },
    stdio: ['ignore', log, log],
    detached: true,
  })
  process.umask(umask)
  closeSync(log)
  await once(child, 'spawn')
  if (child.pid !== undefined && spec.priority !== undefined) await prefer(child.pid, spec.priority)
  const id = child.pid === undefined ? undefined : await identify(child.pid)
  if (!id)
    throw new BerthError('internal.unexpected', `${spec.name} ended at once: see ${logsDir}/${spec.name}.log`)
  return { child, state: { ...id, since: new Date().toISOString() } }
}
