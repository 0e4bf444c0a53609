import { constants } from 'node:os'
import type { EndReason } from '@berth/core'
import type { Ended } from './process-records.ts'

/** What was asked of a container before it ended. */
export type StopMark = { readonly by: string; readonly forced: boolean }

export type EndFacts = {
  readonly ended: Ended | undefined
  readonly stop: StopMark | undefined
  readonly oomKills: number
  readonly memoryLimit: number
  readonly rebooted: boolean
}

const SIGKILL = 9
const SHELL_SAW_SIGKILL = 128 + SIGKILL

/** Why a container ended. A restart of the host and a stop that was asked for explain everything else. */
export function decideEnd({ ended, stop, oomKills, memoryLimit, rebooted }: EndFacts): EndReason {
  if (!ended && rebooted) return { kind: 'host-reboot' }
  if (stop) {
    const code = ended?.kind === 'exited' && ended.signal === 0 ? ended.code : null
    return { kind: 'stopped', by: stop.by, code, forced: stop.forced }
  }
  if (!ended) return { kind: 'supervisor-killed' }
  if (ended.kind === 'failed') return { kind: 'start-failed', message: 'its program was never executed' }
  const killed = ended.signal === SIGKILL || ended.code === SHELL_SAW_SIGKILL
  if (oomKills > 0 && killed) return { kind: 'oom', limit: memoryLimit }
  if (ended.signal > 0) return { kind: 'signal', signal: signalName(ended.signal) }
  return { kind: 'exit', code: ended.code }
}

function signalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number)
  return found?.[0] ?? `signal ${number}`
}
