export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** How long the second key of `g a` may take. */
export const CHORD_MS = 1200

export type ChordState = { readonly prefix: string; readonly at: number } | null

/**
 * One step of reading shortcuts like `?`, `/` and `g a`. Pure: takes the keys pressed so far, and gives the
 * shortcut that is complete, if any, and what to remember.
 */
export function readChord(
  shortcuts: ReadonlySet<string>,
  state: ChordState,
  press: KeyPress,
  now: number,
): { shortcut: string | null; state: ChordState } {
  if (press.ctrlKey || press.metaKey || press.altKey || press.key.length !== 1) {
    return { shortcut: null, state: null }
  }
  if (state && now - state.at <= CHORD_MS) {
    const pair = `${state.prefix} ${press.key}`
    if (shortcuts.has(pair)) return { shortcut: pair, state: null }
  }
  if (shortcuts.has(press.key)) return { shortcut: press.key, state: null }
  const begins = [...shortcuts].some((shortcut) => shortcut.startsWith(`${press.key} `))
  return { shortcut: null, state: begins ? { prefix: press.key, at: now } : null }
}

/** Typing in a field or a terminal is not a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
