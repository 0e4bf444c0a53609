import type { ChildProcess } from 'node:child_process'
import { BerthError } from '@berth/core'
import { nextPause } from './backoff.ts'
import { endProcess } from './process-id.ts'
import type { ProcessName, ProcessSpec } from './process-spec.ts'
import { readIfThere } from './read-if-there.ts'
import { startChild } from './start-child.ts'
import type { ProcessState } from './state-file.ts'

type Watched = {
  readonly spec: ProcessSpec
  state: ProcessState
  stopping: boolean
  ends: number
  pauseMs: number
}

export type Supervisor = {
  /** Starts it, waits until it is ready, and from then on starts it again whenever it ends. */
  start(spec: ProcessSpec): Promise<void>
  /** Ends it for good; nothing happens when it was never started. */
  stop(name: ProcessName): Promise<void>
  processes(): Partial<Record<ProcessName, ProcessState>>
}

/** So many ends before it was ever ready mean that it will not be. */
const HOPELESS_ENDS = 4
const POLL_MS = 25

/** Watches over the platform's processes. `onChange` is told whenever a pid changed, `say` whenever one ended. */
export function createSupervisor(deps: {
  readonly logsDir: string
  readonly onChange: () => Promise<void>
  readonly say: (line: string) => void
  /** gives up waiting for readiness */
  readonly signal: AbortSignal
}): Supervisor {
  const { logsDir, onChange, say, signal } = deps
  const watched = new Map<ProcessName, Watched>()

  async function start(spec: ProcessSpec): Promise<void> {
    const { child, state } = await startChild(spec, logsDir)
    const entry: Watched = { spec, state, stopping: false, ends: 0, pauseMs: 0 }
    watched.set(spec.name, entry)
    watchEnd(entry, child)
    await onChange()
    await becomeReady(entry)
  }

  async function becomeReady(entry: Watched): Promise<void> {
    const { spec } = entry
    const deadline = Date.now() + spec.readyWithinMs
    while (!(await spec.ready())) {
      signal.throwIfAborted()
      if (entry.ends >= HOPELESS_ENDS) throw await notReady(spec, logsDir, 'ends again and again')
      if (Date.now() > deadline) throw await notReady(spec, logsDir, 'does not become ready')
      await sleep(POLL_MS)
    }
  }

  function watchEnd(entry: Watched, child: ChildProcess): void {
    const onEnd = (code: number | null, ended: NodeJS.Signals | null) => {
      if (entry.stopping) return
      entry.ends++
      entry.pauseMs = nextPause(entry.pauseMs, Date.now() - Date.parse(entry.state.since))
      say(`${entry.spec.name} ended (${ended ?? `code ${code}`}): starting it again in ${entry.pauseMs} ms`)
      void restart(entry)
    }
    // it may have ended while its start time was read
    if (child.exitCode !== null || child.signalCode !== null) onEnd(child.exitCode, child.signalCode)
    else child.once('exit', onEnd)
  }

  async function restart(entry: Watched): Promise<void> {
    await sleep(entry.pauseMs)
    if (entry.stopping) return
    try {
      const { child, state } = await startChild(entry.spec, logsDir)
      entry.state = state
      watchEnd(entry, child)
      if (entry.stopping) await endProcess(state, entry.spec.stop)
      await onChange()
    } catch (error) {
      say(`${entry.spec.name} cannot be started: ${String(error)}`)
      entry.pauseMs = nextPause(entry.pauseMs, 0)
      void restart(entry)
    }
  }

  async function stop(name: ProcessName): Promise<void> {
    const entry = watched.get(name)
    if (!entry) return
    entry.stopping = true
    await endProcess(entry.state, entry.spec.stop)
    watched.delete(name)
    await onChange()
  }

  const processes = () => Object.fromEntries([...watched].map(([name, { state }]) => [name, state]))
  return { start, stop, processes }
}

async function notReady(spec: ProcessSpec, logsDir: string, how: string): Promise<BerthError> {
  const file = `${logsDir}/${spec.name}.log`
  const log = (await readIfThere(file)) ?? ''
  const end = log.trimEnd().split('\n').slice(-5).join('\n  ')
  return new BerthError('internal.unexpected', `${spec.name} ${how}: the end of ${file} says\n  ${end}`)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
