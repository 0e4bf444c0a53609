import { expect, test } from 'vitest'
import { parseEmail } from './email.ts'

test('one person has one address, however it is typed', () => {
  expect(parseEmail('  Ada@Example.ORG ')).toBe('ada@example.org')
  expect(parseEmail('admin@berth.localhost')).toBe('admin@berth.localhost')
})

test('what cannot be an address is refused, and so are second receivers', () => {
  for (const text of [
    '',
    'a',
    '@b.c',
    'a@',
    'a b@c.d',
    'a@b.c,d@e.f',
    'a@b.c\nBcc: x@y.z',
    'A <a@b.c>',
    'a\0@b.c',
    '\ud800@b.c',
  ]) {
    expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'input.invalid' }))
  }
})
