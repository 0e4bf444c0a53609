/**
 * React takes what is in a field when the scripts of its page begin to run for what was always there, and wipes it at the
 * next chance. This says that it was typed, or filled in by the browser.
 */
export function tellEarlyText(input: HTMLInputElement): void {
  const early = input.value
  if (early === input.defaultValue) return
  input.value = input.defaultValue // by React's own setter, which remembers it
  writeUnseen(input, early)
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

/** By the browser's setter, so that the event brings something new. */
function writeUnseen(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
}
