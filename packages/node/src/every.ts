/** Runs `job` every so often, never two at once, until `signal` aborts. What it throws goes to `onError`. */
export function every(
  ms: number,
  job: () => Promise<void>,
  options: { signal: AbortSignal; onError: (error: unknown) => void },
): void {
  let running = false
  const timer = setInterval(() => {
    if (running) return
    running = true
    job()
      .catch(options.onError)
      .finally(() => {
        running = false
      })
  }, ms)
  options.signal.addEventListener('abort', () => clearInterval(timer))
}
