import type { AppView } from '@berth/protocol'

/** The state of an app in words, with the reason when there is one. */
export function sayState({ state, reason }: Pick<AppView, 'state' | 'reason'>): string {
  const words = state.replaceAll('-', ' ')
  return reason ? `${words}: ${reason}` : words
}
