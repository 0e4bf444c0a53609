/** Of several calls with one key at a time the first does the work, and all get what became of it. */
export function createSingleflight<T>() {
  const running = new Map<string, Promise<T>>()
  return (key: string, work: () => Promise<T>): Promise<T> => {
    const known = running.get(key)
    if (known) return known
    const result = work().finally(() => running.delete(key))
    running.set(key, result)
    return result
  }
}
