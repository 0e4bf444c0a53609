export type Deadline = { readonly signal: AbortSignal; readonly clear: () => void }

/** Aborts with what `reason` makes when the time is over, or with the caller's own signal. */
export function startDeadline(ms: number, reason: () => Error, caller?: AbortSignal): Deadline {
  const controller = new AbortController()
  const timer = Number.isFinite(ms) ? setTimeout(() => controller.abort(reason()), ms) : undefined
  const signal = caller ? AbortSignal.any([caller, controller.signal]) : controller.signal
  return { signal, clear: () => clearTimeout(timer) }
}
