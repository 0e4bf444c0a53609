/** Who asks for the same while it is looked up gets that answer: however many ask, it is looked up once at a time. */
export function shareRunning<T>(look: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const running = new Map<string, Promise<T>>()
  return (key) => {
    const found = running.get(key) ?? look(key).finally(() => running.delete(key))
    running.set(key, found)
    return found
  }
}
