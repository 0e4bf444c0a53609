import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'

/** A copy of berth-init in a sealed memfd, shared by all supervisors; `path` is what to execute. */
export type SealedProgram = { readonly path: string; close(): void }

/**
 * Node has no memfd_create, so berth-init makes the copy and holds it until we have opened it, too. A child of this
 * process finds it at /proc/self/fd/N: the descriptor is closed by the execution itself.
 */
export async function sealProgram(init: string): Promise<SealedProgram> {
  const holder = spawn(init, ['seal'], { stdio: ['pipe', 'pipe', 'ignore'], env: {} })
  const ended = once(holder, 'exit')
  const ready: unknown[] = await Promise.race([once(holder.stdout, 'data'), ended])
  if (!Buffer.isBuffer(ready[0])) throw new Error(`${init} could not seal a copy of itself`)
  const fd = openSync(`/proc/${holder.pid}/fd/3`, 'r')
  holder.stdin.end()
  await ended
  return { path: `/proc/self/fd/${fd}`, close: () => closeSync(fd) }
}
