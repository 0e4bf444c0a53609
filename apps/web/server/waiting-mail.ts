import type { Logger } from '@berth/log'

const EVERY_MS = 60_000

/** Mails what has become due or waited for its share; several web processes do so one after the other. */
export function startWaitingMail(
  rounds: { readonly [what: string]: () => Promise<void> },
  log: Logger,
): { stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const run = async () => {
    for (const [what, round] of Object.entries(rounds)) {
      try {
        await round()
      } catch (error) {
        log.warn({ err: error, what }, 'what waits could not be mailed')
      }
    }
    if (!stopped) timer = setTimeout(() => void run(), EVERY_MS)
  }
  void run()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
