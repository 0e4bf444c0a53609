/** Apple's systems have a key of their own for commands; both work everywhere. */
export function commandKey(userAgent: string): '⌘' | 'Ctrl' {
  return /Macintosh|iPhone|iPad/.test(userAgent) ? '⌘' : 'Ctrl'
}
