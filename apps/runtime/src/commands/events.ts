import { followEvents, readStats } from '@berth/runtime/command/events'
import { BerthError } from '@berth/core'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

const DEFAULT_INTERVAL = '5s'

export const EVENTS_OPTIONS = { stats: 'flag', interval: 'text' } as const

export const events: Command = async ({ context, print }, argv) => {
  const { options, rest } = parseOptions(EVENTS_OPTIONS, argv, { interspersed: true })
  const id = requiredId(rest)
  const intervalMs = readInterval(options.interval ?? DEFAULT_INTERVAL)
  if (options.stats) print(JSON.stringify(await readStats(context, id)))
  else for await (const event of followEvents(context, id, intervalMs)) print(JSON.stringify(event))
  return 0
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 }

/** `5s`, `500ms`, `1m`; a number alone is seconds. */
function readInterval(text: string): number {
  const [, amount = '', unit = 's'] = /^(\d{1,6})(ms|s|m)?$/.exec(text) ?? []
  const interval = Number(amount) * (UNIT_MS[unit] ?? 0)
  if (interval > 0) return interval
  throw new BerthError('input.invalid', `--interval is a time like 5s, not "${text}"`)
}
