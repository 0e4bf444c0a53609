import type { Terminal } from '@xterm/xterm'

/** more than anybody types until a shell is there */
const MOST_HELD = 1_000

/** What is typed into a terminal: what comes while nobody takes it waits. */
export type TypedKeys = {
  /** From now on to there, what waited first; null: it waits. */
  sendTo(take: ((bytes: Uint8Array) => void) | null): void
  /** What waits is for nobody any more. */
  forget(): void
  close(): void
}

export function typedKeys(terminal: Pick<Terminal, 'onData' | 'onBinary'>): TypedKeys {
  let taker: ((bytes: Uint8Array) => void) | null = null
  let held: Uint8Array[] = []
  const give = (bytes: Uint8Array) => {
    if (taker !== null) taker(bytes)
    else if (held.length < MOST_HELD) held.push(bytes)
  }
  const encoder = new TextEncoder()
  const subscriptions = [
    terminal.onData((text) => give(encoder.encode(text))),
    terminal.onBinary((text) => give(Uint8Array.from(text, (char) => char.charCodeAt(0)))),
  ]
  return {
    sendTo: (take) => {
      taker = take
      if (take !== null) for (const bytes of held.splice(0)) take(bytes)
    },
    forget: () => {
      held = []
    },
    close: () => {
      for (const subscription of subscriptions) subscription.dispose()
    },
  }
}
