import type { PlanOutcome } from '../init/outcome.ts'

/** What berth-init's job launch says, one line each. `operation` is an index into the plan. */
export type LaunchLine =
  | { readonly kind: 'made'; readonly pid: number; readonly startTime: string }
  | { readonly kind: 'sync' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'started' }
  | Extract<PlanOutcome, { kind: 'failed' | 'died' }>

/** What cannot be understood is the same as a launcher that died. */
export function parseLaunchLine(line: string): LaunchLine {
  const [word, first = '', second = '', third = ''] = line.split(' ')
  switch (word) {
    case 'made':
      return { kind: 'made', pid: Number(first), startTime: second }
    case 'sync':
    case 'ready':
    case 'started':
      return { kind: word }
    case 'failed':
      return { kind: 'failed', operation: Number(first), errno: Number(second), detail: Number(third) }
    default:
      return { kind: 'died' }
  }
}
