import type { ContainerSpec, ObservedContainer } from '@berth/protocol'

type Wanted = Pick<ContainerSpec, 'command' | 'health'>

/** Kinds of programs: one that serves, one that is never found healthy, one that ends again and again. */
export const LIVES = {
  well: { health: { kind: 'tcp', port: 8080, timeoutMs: 10_000 } },
  unhealthy: {
    command: ['sh', '-c', 'while :; do sleep 1; done'],
    health: { kind: 'command', argv: ['sh', '-c', 'exit 1'], timeoutMs: 500 },
  },
  short: { command: ['sh', '-c', 'sleep 0.2; exit 3'], health: { kind: 'none' } },
} as const satisfies Record<string, { command?: readonly string[]; health: ContainerSpec['health'] }>

export type Life = keyof typeof LIVES

export function wantedOf(life: Life): Partial<Wanted> {
  const { health, ...rest } = LIVES[life]
  return { health: 'argv' in health ? { ...health, argv: [...health.argv] } : health, ...commandOf(rest) }
}

/** Whether what the node says is what was asked for, as far as the program lets it come to rest. */
export function isSettled(spec: ContainerSpec, life: Life, seen: ObservedContainer): boolean {
  if (spec.desired === 'removed') return seen.state === 'removed'
  if (seen.generation !== spec.generation) return false
  if (spec.desired === 'stopped') return seen.state === 'stopped'
  // what does not run at that moment is started when it is wanted to run again
  if (spec.desired === 'paused') return ['paused', 'stopped', 'backoff'].includes(seen.state)
  if (life !== 'well') return ['starting', 'running', 'backoff'].includes(seen.state)
  return seen.state === 'running' && seen.healthy && seen.restartNonce === spec.restartNonce
}

/** Whether it must have a supervisor, or must have none; undefined when that changes from moment to moment. */
export function mustRun(spec: ContainerSpec, life: Life, seen: ObservedContainer): boolean | undefined {
  if (spec.desired === 'running' && life !== 'well') return undefined
  return seen.state === 'running' || seen.state === 'paused'
}

function commandOf({ command }: { command?: readonly string[] }): Partial<Wanted> {
  return command ? { command: [...command] } : {}
}
