/** Of a server that answers too slowly, whether or not a byte comes now and then. */
export class LateAnswer extends Error {
  override readonly name = 'LateAnswer'
}

/**
 * Runs a call, with all of its attempts and without the stream that it may return. `cut` ends that too. Error: LateAnswer.
 */
export async function inTime<T>(
  { totalMs, cut }: { readonly totalMs: number; readonly cut?: AbortSignal | undefined },
  call: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const { promise: passed, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new LateAnswer(`it did not answer within ${totalMs / 1000} s`))
    late.abort()
  }, totalMs)
  try {
    const abortSignal = cut ? AbortSignal.any([late.signal, cut]) : late.signal
    return await Promise.race([call({ abortSignal }), passed])
  } finally {
    clearTimeout(timer)
  }
}
