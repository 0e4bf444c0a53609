import type { StepAction } from './step-action.ts'
import { proxyVariables } from './scope/proxies.ts'

/**
 * Canonical text of what a step does. Left out is what does not change its result: places, proxies, which stage it
 * reads (its content counts, which the executor adds) and the values of secrets, which are not known here.
 */
export function keyText(action: StepAction, args: Readonly<Record<string, string>>): string {
  const proxies = new Set(proxyVariables(args))
  const shown =
    action.kind === 'run' ? { ...action, env: action.env.filter((pair) => !proxies.has(pair)) } : action
  return JSON.stringify(shown, (name, value: unknown) => {
    if (name === 'place') return undefined
    if (name === 'stage') return undefined
    return isRecord(value) ? Object.fromEntries(Object.entries(value).toSorted(byName)) : value
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}
