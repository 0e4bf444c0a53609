import type { Word } from './words.ts'

/** `--name=value` of a statement; `value` is null for `--name` alone. */
export type Flag = { readonly name: string; readonly value: string | null; readonly at: number }

/** Takes the flags off the beginning of `piece`, quotes removed. `--` ends them. */
export function splitFlags(
  piece: Word,
  escape: string,
): { readonly flags: readonly Flag[]; readonly rest: Word } {
  const flags: Flag[] = []
  const { text } = piece
  let position = 0
  for (;;) {
    while (/\s/.test(text.charAt(position))) position++
    if (!text.startsWith('--', position)) break
    const { word, end } = readFlag(text, position, escape)
    const at = piece.at + position
    position = end
    if (word === '--') break
    const equals = word.indexOf('=')
    flags.push(
      equals < 0
        ? { name: word.slice(2), value: null, at }
        : { name: word.slice(2, equals), value: word.slice(equals + 1), at },
    )
  }
  while (/\s/.test(text.charAt(position))) position++
  return { flags, rest: { text: text.slice(position).trimEnd(), at: piece.at + position } }
}

function readFlag(text: string, start: number, escape: string): { word: string; end: number } {
  let word = ''
  let quote = ''
  let position = start
  for (; position < text.length; position++) {
    const char = text.charAt(position)
    if (char === escape) word += text.charAt(++position)
    else if (quote !== '' && char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) quote = char
    else if (quote === '' && /\s/.test(char)) break
    else word += char
  }
  return { word, end: Math.min(position, text.length) }
}
