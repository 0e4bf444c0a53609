import type { ChildProcess } from 'node:child_process'
import { BerthError } from '@berth/core'
import { nextPause } from './backoff.ts'
import { endProcess, isAlive } from './process-id.ts'
import type { ProcessName, ProcessSpec } from './process-spec.ts'
import { startChild } from './start-child.ts'
import type { ProcessState } from './state-file.ts'

type Watched = { readonly spec: ProcessSpec; state: ProcessState; stopping: boolean; pauseMs: number }

export type Supervisor = {
  /** Starts it, waits until it is ready, and starts it again whenever it ends. Error: unavailable kinds, with its log. */
  start(spec: ProcessSpec): Promise<void>
  stop(name: ProcessName): Promise<void>
  processes(): Partial<Record<ProcessName, ProcessState>>
}

/** Watches over the platform's processes. `onChange` is told whenever a pid changed; `say` gets a line on each restart. */
export function createSupervisor(deps: {
  readonly logsDir: string
  readonly onChange: () => Promise<void>
  readonly say: (line: string) => void
}): Supervisor {
  const watched = new Map<ProcessName, Watched>()
  const { logsDir, onChange, say } = deps

  async function start(spec: ProcessSpec): Promise<void> {
    const { child, state } = await startChild(spec, logsDir)
    const process: Watched = { spec, state, stopping: false, pauseMs: 0 }
    watched.set(spec.name, process)
    watchEnd(process, child)
    await onChange()
    await becomeReady(process)
  }

  async function becomeReady({ spec }: Watched): Promise<void> {
    const deadline = Date.now() + spec.readyWithinMs
    while (!(await spec.ready().catch(() => false))) {
      if (Date.now() > deadline) throw notReady(spec, logsDir)
      await sleep(25)
    }
  }

  function watchEnd(process: Watched, child: ChildProcess): void {
    child.once('exit', (code, signal) => {
      if (process.stopping) return
      const ranMs = Date.now() - Date.parse(process.state.since)
      process.pauseMs = nextPause(process.pauseMs, ranMs)
      say(
        `${process.spec.name} ended (${signal ?? `code ${code}`}): starting it again in ${process.pauseMs} ms`,
      )
      void restart(process)
    })
    child.unref() // this process lives for its timer and signals, not for its children
  }

  async function restart(process: Watched): Promise<void> {
    await sleep(process.pauseMs)
    if (process.stopping) return
    try {
      const { child, state } = await startChild(process.spec, logsDir)
      process.state = state
      watchEnd(process, child)
      if (process.stopping) await endProcess(state, process.spec.stop)
      await onChange()
    } catch (error) {
      say(`${process.spec.name} cannot be started: ${String(error)}`)
      process.pauseMs = nextPause(process.pauseMs, 0)
      void restart(process)
    }
  }

  async function stop(name: ProcessName): Promise<void> {
    const process = watched.get(name)
    if (!process) return
    process.stopping = true
    await endProcess(process.state, process.spec.stop)
    watched.delete(name)
    if (await isAlive(process.state)) throw new BerthError('internal.unexpected', `${name} cannot be stopped`)
    await onChange()
  }

  const processes = () => Object.fromEntries([...watched].map(([name, { state }]) => [name, state]))
  return { start, stop, processes }
}

function notReady(spec: ProcessSpec, logsDir: string): BerthError {
  return new BerthError(
    'internal.unexpected',
    `${spec.name} is not ready after ${spec.readyWithinMs / 1000} s: see ${logsDir}/${spec.name}.log`,
  )
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
