/**
 * Server messages begin in lower case, to be joined after a colon; on the page they stand alone. What begins with the
 * name of a thing (`hello:1`, `library/welcome`, or one of `names`) keeps it as it is written.
 */
export function sentence(message: string, ...names: readonly (string | null)[]): string {
  const [word = ''] = message.split(/[\s,;]/, 1)
  const isName = !/^[a-z]+$/.test(word) || names.includes(word)
  const first = isName ? message : message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?…]$/.test(first) ? first : `${first}.`
}
