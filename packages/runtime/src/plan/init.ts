import type { ContainerRequest, RunLimits } from '../runtime.ts'

type Wish = Pick<ContainerRequest, 'init' | 'limits' | 'rlimits'>

/** True where process 1 is ours; so it is unless it was declined. */
export function hasInit({ init = true }: Pick<Wish, 'init'>): boolean {
  return init
}

/** The limits as the kernel is given them: a process that is ours takes none of the container's. */
export function limitsWithInit(request: Wish, limits: RunLimits = request.limits): RunLimits {
  return hasInit(request) ? { ...limits, pids: limits.pids + 1 } : limits
}

/** The same for processes of one user, which it is one of. */
export function rlimitsWithInit({ rlimits = {}, ...request }: Wish): Readonly<Record<string, number>> {
  const { RLIMIT_NPROC: processes, ...others } = rlimits
  if (processes === undefined || !hasInit(request)) return rlimits
  return { ...others, RLIMIT_NPROC: processes + 1 }
}

/** Processes of the container, of so many in its groups. */
export function pidsWithoutInit(request: Wish, pids: number): number {
  return hasInit(request) ? Math.max(0, pids - 1) : pids
}
