import type { HookConfig } from '@berth/oci'
import type { Plan } from '../operation.ts'

/** Hooks that the container's own process runs, in its namespaces. */
export function hookOperations(
  hooks: readonly HookConfig[] | undefined,
  state: { readonly before: string; readonly after: string },
): Plan {
  return (hooks ?? []).map(({ path, args, env, timeout }) => ({
    op: 'hook',
    path,
    argv: args && args.length > 0 ? args : [path],
    env: env ?? [],
    timeoutMs: (timeout ?? 0) * 1000,
    ...state,
  }))
}
