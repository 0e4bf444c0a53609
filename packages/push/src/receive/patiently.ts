import { BerthError } from '@berth/core'

/** How long a pusher may say nothing, and take for all. */
export type Patience = { readonly idleMs: number; readonly allMs: number }

/** Passes on what comes as long as it comes in time. What is not read any more is not closed. Error: input.invalid. */
export async function* patiently(
  input: AsyncIterable<Uint8Array>,
  { idleMs, allMs }: Patience,
): AsyncGenerator<Uint8Array> {
  const iterator = input[Symbol.asyncIterator]()
  const until = performance.now() + allMs
  for (;;) {
    const limit = createLimit(Math.min(idleMs, until - performance.now()))
    try {
      const step = await Promise.race([iterator.next(), limit.over])
      if (step.done === true) return
      yield step.value
    } finally {
      limit.stop()
    }
  }
}

function createLimit(ms: number): { readonly over: Promise<never>; stop(): void } {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(tooSlow()), ms)
  timer.unref()
  return { over: promise, stop: () => clearTimeout(timer) }
}

function tooSlow(): BerthError {
  return new BerthError('input.invalid', 'the push stood still, or took too long: push again')
}
