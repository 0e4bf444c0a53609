/** A JSON array of strings, as in the exec form; what is no such array is read in shell form. */
export type JsonWords =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'not-strings' }

export function readJsonWords(text: string): JsonWords {
  if (!text.trimStart().startsWith('[')) return { kind: 'not-json' }
  const value = parsed(text)
  if (!Array.isArray(value)) return { kind: 'not-json' }
  const words = value.filter((word): word is string => typeof word === 'string')
  return words.length === value.length ? { kind: 'words', words } : { kind: 'not-strings' }
}

export function isJsonWords(text: string): boolean {
  return readJsonWords(text).kind === 'words'
}

/** Undefined when it is not JSON: `RUN [ -d /x ]` is a command for the shell. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
