import type { Terminal } from '@xterm/xterm'

type Chord = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/**
 * Whether these keys copy what is selected, instead of what they mean to a program: Ctrl+Shift+C always, Ctrl+C where
 * something is selected. Cmd+C, Ctrl+Insert and all ways to paste are the browser's own.
 */
export function copiesBy(event: Chord, hasSelection: boolean): boolean {
  if (!event.ctrlKey || event.altKey || event.metaKey || event.key.toLowerCase() !== 'c') return false
  return event.shiftKey || hasSelection
}

/** Pastes are for Ctrl+Shift+V: the browser does it, when the terminal leaves it the keys. */
export function pastesBy(event: Chord): boolean {
  return event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'v'
}

/** Copies what is selected, which the terminal hands to the browser, also where there is no clipboard API. */
export function copySelection(terminal: Terminal): boolean {
  if (!terminal.hasSelection()) return false
  terminal.focus()
  const isCopied = document.execCommand('copy')
  terminal.clearSelection()
  return isCopied
}
