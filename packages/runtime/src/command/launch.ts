import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { BerthError } from '@berth/core'
import { encodePlan } from '../plan/encode.ts'
import type { Plan } from '../plan/operation.ts'
import { type LaunchLine, parseLaunchLine } from './launch-line.ts'

export type Launcher = {
  /** the next thing that happened; `died` when it is gone */
  next(): Promise<LaunchLine>
  /** lets the process go on after `sync` */
  go(): void
  /** forwarded to the process of a launcher that stays */
  signal(signal: NodeJS.Signals): void
  /** gives up: what was made ends */
  abandon(): void
  /** exit code of the launcher: the process' own when it stays */
  readonly exit: Promise<number>
}

const FIRST_DESCRIPTOR = 3

/**
 * Has berth-init make a process which outlives this one, with this one's standard streams, and `preserved` of its
 * descriptors from 3 on. Node holds none of them: they are handed through by number.
 */
export function launch(init: string, plan: Plan, preserved: number): Launcher {
  const kept = Array.from({ length: preserved }, (_, i) => FIRST_DESCRIPTOR + i)
  const control = FIRST_DESCRIPTOR + preserved
  const child = spawn(init, ['launch', String(control)], {
    argv0: 'berth-init',
    detached: true, // what a terminal sends to its foreground group reaches this process alone, which passes it on
    stdio: ['inherit', 'inherit', 'inherit', ...kept, 'pipe'],
    env: {},
    cwd: '/',
  })
  const socket = child.stdio[control]
  if (!(socket instanceof Socket))
    throw new BerthError('internal.unexpected', 'berth-init has no socket to us')
  socket.on('error', () => socket.destroy()) // the lines end with it
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  socket.write(encodePlan(plan))
  return {
    next: () =>
      lines.next().then(
        (line) => (line.done === true ? { kind: 'died' } : parseLaunchLine(line.value)),
        () => ({ kind: 'died' }), // what was still to be read went with it: the connection is reset
      ),
    go: () => void socket.write('g'),
    signal: (signal) => void child.kill(signal),
    abandon: () => void socket.destroy(),
    exit: new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code) => resolve(code ?? 125))
    }),
  }
}
