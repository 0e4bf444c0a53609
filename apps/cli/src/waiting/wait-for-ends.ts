import { setTimeout as delay } from 'node:timers/promises'
import { BerthError, describeEnd } from '@berth/core'
import type { InstanceView } from '@berth/protocol'
import type { Session } from '../session/session.ts'
import { withinLimit } from './time-limit.ts'
import {
  type EndCondition,
  hasCome,
  hasEndedSince,
  type Watched,
  watched,
  withoutLeftovers,
} from './judge-ends.ts'

type AppOf = { readonly tenant: string; readonly app: string }

const LOOK_MS = 500

/**
 * Looks at the instances that there are now until each has come to its end; resolves to how it was seen last.
 * `say` is told of what ends and is started again, so that nobody waits for what does not come. Errors:
 * app.not_running, and what `signal` gives as its reason.
 */
export async function waitForEnds(
  session: Session,
  target: AppOf,
  options: {
    readonly condition: EndCondition
    readonly signal: AbortSignal
    readonly say: (line: string) => void
  },
): Promise<InstanceView[]> {
  const { condition, signal, say } = options
  const look = async () => {
    const instances = await withinLimit(signal, session.api.instances.list.query(target, { signal }))
    return withoutLeftovers(instances.filter(({ job }) => job === null))
  }
  let instances = await look()
  if (instances.length === 0) throw noInstances(target.app)
  const first = new Map<string, Watched>()
  const told = new Map<string, Watched>()
  const ended = new Map<string, InstanceView>()
  for (let looks = 0; ; looks += 1) {
    for (const instance of instances) {
      if (!first.has(instance.id)) first.set(instance.id, watched(instance))
      if (hasCome(condition, instance, first.get(instance.id))) ended.set(instance.id, instance)
      else sayRestart(instance, told, { app: target.app, say })
    }
    const seen = instances
    if (seen.every(({ id }) => ended.has(id))) return seen.map((one) => ended.get(one.id) ?? one)
    if (looks === 0) say(opening(instances, target.app, condition))
    await withinLimit(signal, delay(LOOK_MS, undefined, { signal }))
    instances = await look()
    // replaced or scaled away meanwhile: how those were seen last still counts
    if (instances.length === 0) return [...ended.values(), ...gone(seen, ended)]
  }
}

function gone(seen: readonly InstanceView[], ended: ReadonlyMap<string, InstanceView>): InstanceView[] {
  return seen.filter(({ id }) => !ended.has(id)).map((instance) => ({ ...instance, state: 'removed' }))
}

function opening(instances: readonly InstanceView[], app: string, condition: EndCondition): string {
  const count = instances.length === 1 ? 'one instance' : `${instances.length} instances`
  return condition === 'exit'
    ? `waiting for one end of ${count} of ${app}`
    : `waiting for the last end of ${count} of ${app}: what its restart policy starts again goes on until berth stop ${app}; --for exit waits for one end`
}

function sayRestart(
  instance: InstanceView,
  told: Map<string, Watched>,
  { app, say }: { readonly app: string; readonly say: (line: string) => void },
): void {
  const before = told.get(instance.id)
  told.set(instance.id, watched(instance))
  if (before === undefined || !hasEndedSince(instance, before) || instance.lastEnd === null) return
  say(`${instance.id} of ${app} ${describeEnd(instance.lastEnd)}, and is started again`)
}

function noInstances(app: string): BerthError {
  return new BerthError('app.not_running', `app ${app} has no instances: deploy or scale it first`)
}
