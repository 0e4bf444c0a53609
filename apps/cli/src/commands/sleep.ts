import type { AppView } from '@berth/protocol'
import { parseDuration } from '../arguments/moment.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { saySleep } from '../apps/say-sleep.ts'
import { sayState } from '../apps/say-state.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

type SleepOptions = SessionOptions & { readonly after?: string; readonly never?: boolean }

/** Sets when an app falls asleep, or puts it to sleep; with neither, shows what is set. */
export async function sleep(app: string, now: string | undefined, options: SleepOptions): Promise<void> {
  const wish = wishOf(now, options)
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  switch (wish.kind) {
    case 'show':
      return show(await session.api.apps.get.query(target), options)
    case 'now':
      return show(await session.api.apps.sleep.mutate(target), options)
    case 'set':
      return show(await session.api.apps.setSleep.mutate({ ...target, after: wish.after }), options)
  }
}

export async function wake(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const view = await session.api.apps.wake.mutate({ tenant: await session.tenant(), app })
  if (options.json) return printJson(fieldsOf(view))
  say(`${view.name} is ${sayState(view)}`)
}

type Wish = { kind: 'show' } | { kind: 'now' } | { kind: 'set'; after: number | null }

function wishOf(now: string | undefined, { after, never }: SleepOptions): Wish {
  const wishes = [now, after, never].filter((one) => one !== undefined)
  if (wishes.length > 1) throw new UsageError('say one of now, --after and --never')
  if (never) return { kind: 'set', after: null }
  if (now !== undefined) {
    if (now !== 'now') throw new UsageError(`berth sleep APP now, not ${now}; or --after ${now}`)
    return { kind: 'now' }
  }
  if (after === undefined) return { kind: 'show' }
  const ms = parseDuration(after)
  if (ms === undefined) throw new UsageError(`--after ${after} is no time: write 30m, 2h or 1d`)
  return { kind: 'set', after: Math.round(ms / 1000) }
}

function show(view: AppView, options: SessionOptions): void {
  if (options.json) return printJson(fieldsOf(view))
  printResult(`${view.name}: ${saySleep(view)}`)
}

function fieldsOf({ name, state, sleepAfter, asleepSince }: AppView) {
  return { name, state, sleepAfter, asleepSince }
}
