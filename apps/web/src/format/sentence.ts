/** Server messages begin in lower case, to be joined after a colon; on the page they stand alone. */
export function sentence(message: string): string {
  const first = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?…]$/.test(first) ? first : `${first}.`
}
