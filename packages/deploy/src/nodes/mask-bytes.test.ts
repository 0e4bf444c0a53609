import { expect, test } from 'vitest'
import { createByteMask } from './mask-bytes.ts'

const masked = (text: string, values: readonly string[]) => {
  const payload = Buffer.from(JSON.stringify([{ text }]))
  const result = createByteMask(values)(payload)
  expect(result.length).toBe(payload.length)
  return JSON.parse(Buffer.from(result).toString())[0].text
}

test('a secret is hidden wherever it stands, and the length stays', () => {
  expect(masked('a hunter2hunter2 b hunter2hunter2', ['hunter2hunter2'])).toBe(
    'a ************** b **************',
  )
})

test('what JSON writes in another way is found too', () => {
  expect(masked('is pass"word\\1é here', ['pass"word\\1é'])).toMatch(/^is \*+ here$/)
})

test('short values are left', () => {
  expect(masked('true', ['true'])).toBe('true')
})

test('each line of a key is hidden', () => {
  expect(masked('line-one-secret', ['line-one-secret\nline-two-secret'])).toBe('***************')
})

test.each([
  ['x\tabcdefgh', 'tabcdefgh'],
  ['x\u001b[31mred', '001b[31mred'],
  ['x\u001b[31mred', 'u001b[31mred'],
])('what only looks like the secret in JSON is left, and stays JSON: %j', (text, secret) => {
  expect(masked(text, [secret])).toBe(text)
})

test('a secret after an escaped backslash is hidden', () => {
  expect(masked('c:\\hunter2hunter2', ['hunter2hunter2'])).toBe('c:\\**************')
})

test('a secret that overlaps what only looks like it is hidden', () => {
  expect(masked('\ttttttttt', ['tttttttt'])).toBe('\t********')
})
