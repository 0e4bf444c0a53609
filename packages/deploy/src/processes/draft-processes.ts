import { BerthError, isName, parseName } from '@berth/core'
import type { RunOptions } from '@berth/protocol'
import { healthOf, wishOf } from '../health-check.ts'
import { type ProcessModel, type Processes, WEB } from '../model.ts'
import { MAX_PROCESSES, type ProcessWish, type ProcessWishes } from './process-fields.ts'

/**
 * The processes of a release that follows one with `base`. Port and health check of `web` are the release's own, and
 * not among them. Errors: name.invalid, input.invalid.
 */
export function draftProcesses(base: Processes, wishes: ProcessWishes, options: RunOptions): Processes {
  const processes = new Map(Object.entries(base))
  for (const [name, wish] of Object.entries(wishes)) {
    if (!isName(name)) parseName('process', name) // it throws: what addresses reserve is no address here
    if (wish) processes.set(name, changed(processes.get(name), wish, name === WEB))
    else remove(processes, name)
  }
  if (processes.size > MAX_PROCESSES) {
    throw new BerthError('input.invalid', `an app has at most ${MAX_PROCESSES} processes`)
  }
  return Object.fromEntries(
    [...processes].map(([name, process]) => [name, name === WEB ? process : timed(process, options)]),
  )
}

/** Those of a release that are named too, and `web`, which every app has. */
export function onlyNamed(base: Processes, named: Readonly<Record<string, unknown>>): Processes {
  const isKept = ([name]: [string, ProcessModel]) => name === WEB || Object.hasOwn(named, name)
  return Object.fromEntries(Object.entries(base).filter(isKept))
}

function remove(processes: Map<string, ProcessModel>, name: string): void {
  if (name === WEB) {
    throw new BerthError('input.invalid', 'the process "web" cannot be taken away: scale it to 0', {
      details: { process: name },
    })
  }
  if (processes.delete(name)) return
  throw noProcess(name, [...processes.keys()])
}

export function noProcess(name: string, known: readonly string[]): BerthError {
  const has = known.join(', ')
  return new BerthError('input.invalid', `there is no process "${name}" in this app, it has: ${has}`, {
    details: { process: name },
  })
}

function changed(base: ProcessModel | undefined, wish: ProcessWish, isWeb: boolean): ProcessModel {
  const { command, replicas, port, health, limits } = wish
  const { command: before, limits: beforeLimits, ...rest } = base ?? { replicas: 1 }
  const words = command === undefined ? before : command
  const own = limits === null ? {} : { ...beforeLimits, ...given(limits ?? {}) }
  const next: ProcessModel = {
    ...rest,
    ...(replicas !== undefined && { replicas }),
    ...(words && { command: words }),
    ...(Object.keys(own).length > 0 && { limits: own }),
  }
  if (isWeb) return next
  const withPort = { ...next, ...(port !== undefined && { port }) }
  return health === undefined
    ? withPort
    : { ...withPort, health: healthOf(withPort.port ?? null, health, {}) }
}

/** How often and how long a check asks is an option of the release. */
function timed(process: ProcessModel, options: RunOptions): ProcessModel {
  const { health: before, port = null } = process
  const health = healthOf(port, before ? wishOf({ port, health: before }) : { kind: 'port' }, options)
  return before || health.kind !== 'none' ? { ...process, health } : process
}

type GivenLimits = NonNullable<ProcessWish['limits']>

function given(limits: GivenLimits): GivenLimits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}
