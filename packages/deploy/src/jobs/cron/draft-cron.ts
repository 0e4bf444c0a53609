import { BerthError } from '@berth/core'
import type { CronEntry } from '@berth/protocol'
import type { ReleaseDraft } from '../../release-draft.ts'
import type { AppTarget } from '../../requests.ts'
import { checkedEntries } from './check-entries.ts'

const MAX_ENTRIES = 20

/** Entries that come or change, and names of those that go. */
export type CronChange = AppTarget & {
  readonly set?: readonly CronEntry[] | undefined
  readonly remove?: readonly string[] | undefined
}

/** Its instances stay, as of the same kin. Errors: input.invalid, cron.not_found for one that is to go and is not there. */
export function draftCron(
  base: ReleaseDraft,
  { set = [], remove = [] }: Pick<CronChange, 'set' | 'remove'>,
  now: Date,
): ReleaseDraft {
  const missing = remove.find((name) => !base.cron.some((entry) => entry.name === name))
  if (missing !== undefined) throw noEntry(missing, base.cron)
  const changed = new Set([...remove, ...set.map(({ name }) => name)])
  const cron = [...base.cron.filter(({ name }) => !changed.has(name)), ...checkedEntries(set, now)]
  if (cron.length > MAX_ENTRIES) {
    throw new BerthError('input.invalid', `an app has at most ${MAX_ENTRIES} cron entries`)
  }
  return { ...base, cron }
}

export function noEntry(name: string, entries: readonly CronEntry[]): BerthError {
  const has = entries.length === 0 ? 'it has none' : `it has ${entries.map((entry) => entry.name).join(', ')}`
  return new BerthError('cron.not_found', `there is no cron entry "${name}" in this app: ${has}`, {
    details: { cron: name },
  })
}
