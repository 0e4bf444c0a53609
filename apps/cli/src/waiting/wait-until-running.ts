import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { AppView } from '@berth/protocol'
import { sayState } from '../apps/say-state.ts'
import type { Session } from '../session/session.ts'
import { withinLimit } from './time-limit.ts'

const LOOK_MS = 500

/** These do not become anything else by waiting. */
const STILL: readonly AppView['state'][] = [
  'empty',
  'asleep',
  'stopped',
  'paused',
  'ended',
  'failed',
  'scaled-to-zero',
]

/**
 * Until all instances of the app run and are healthy; what it is meanwhile is said, each time that it changes. Errors:
 * app.not_running, when it never will by itself, and what `signal` gives as its reason.
 */
export async function waitUntilRunning(
  session: Session,
  target: { readonly tenant: string; readonly app: string },
  options: { readonly signal: AbortSignal; readonly say: (line: string) => void },
): Promise<AppView> {
  const { signal, say } = options
  let told: string | undefined
  for (;;) {
    const view = await withinLimit(signal, session.api.apps.get.query(target, { signal }))
    if (view.state === 'running') return view
    const line = `${view.name} is ${sayState(view)}`
    if (STILL.includes(view.state))
      throw new BerthError('app.not_running', `${line}; it will not run by itself`)
    if (line !== told) say(line)
    told = line
    await withinLimit(signal, delay(LOOK_MS, undefined, { signal }))
  }
}
