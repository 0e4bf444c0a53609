/** Ctrl+Shift+L gives the keyboard back to the page: a terminal takes every other key, Tab and Escape too. */
export function isLeaveChord(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey'>): boolean {
  return event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'l'
}
