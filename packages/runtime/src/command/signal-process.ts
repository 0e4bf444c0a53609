import { execFile } from 'node:child_process'
import { constants } from 'node:os'
import { BerthError } from '@berth/core'
import type { ProcessId } from './process-start.ts'

/**
 * Signals a process by a descriptor of it, so that a pid that was used again is never hit. False when the process is
 * gone. Error: internal.unexpected when the kernel refuses.
 */
export function signalProcess(init: string, { pid, startTime }: ProcessId, signal: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(init, ['signal', String(pid), startTime, String(signal)], { env: {} }, (error, stdout) => {
      if (!error) return resolve(true)
      if (Number(stdout) === constants.errno.ESRCH) return resolve(false)
      reject(new BerthError('internal.unexpected', `cannot signal process ${pid}`, { cause: error }))
    })
  })
}
