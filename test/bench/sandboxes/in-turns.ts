/** So many at a time: where the number of them is what counts, and not how fast they come. */
const AT_ONCE = 10

/** Begins with no other after `withinMs`. */
export async function inTurns<T>(
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
  withinMs = Infinity,
): Promise<void> {
  const left = [...all]
  const until = performance.now() + withinMs
  const take = async () => {
    while (performance.now() < until) {
      const one = left.shift()
      if (one === undefined) return
      await work(one)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}
