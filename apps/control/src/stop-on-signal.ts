import type { Logger } from '@berth/log'

/** The launcher kills after ten seconds; everything that matters is in Postgres, so that is only untidy. */
const LIMIT_MS = 8_000

/** Ends the process at SIGTERM or SIGINT: tidily when it can, in any case soon. */
export function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  const end = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(0), LIMIT_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.warn({ err: error }, 'not everything stopped tidily')
        process.exit(0)
      },
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
