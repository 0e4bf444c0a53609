import type { Logger } from '@berth/log'

/** Does something now and again; one run at a time, and a failure only waits for the next. */
export function every(ms: number, work: () => Promise<void>, log: Logger): { stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const run = async () => {
    await work().catch((error: unknown) => log.warn({ err: error }, 'a regular task failed'))
    if (!stopped) timer = setTimeout(() => void run(), ms)
  }
  void run()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
