import { expect, test } from 'vitest'
import { formatToken, newTokenParts, parseToken, TOKEN_KINDS } from './token-format.ts'

test('a token carries its kind, its public id and 256 random bits, and reads back', () => {
  for (const kind of TOKEN_KINDS) {
    const parts = newTokenParts(kind)
    const text = formatToken(parts)
    expect(text).toMatch(new RegExp(`^berth_${kind}_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$`))
    expect(parseToken(text)).toEqual(parts)
  }
})

test('the checksum is the same wherever it is computed', () => {
  const text = formatToken({ kind: 'pat', id: 'A'.repeat(12), secret: 'b'.repeat(43) })
  expect(text).toBe(`berth_pat_${'A'.repeat(12)}_${'b'.repeat(43)}1cZNXn`)
})

test('any single changed character is a typo, and needs no database', () => {
  const text = formatToken(newTokenParts('pat'))
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === 'x' ? 'y' : 'x'
    expect(parseToken(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined()
  }
  for (const cut of ['', 'berth_', text.slice(0, -1), `${text}0`, ` ${text}`, `${text}\n`]) {
    expect(parseToken(cut)).toBeUndefined()
  }
})
