import { expect, test } from 'vitest'
import { refuseBrokenText } from './refuse-broken-text.ts'

test.each([
  ['a\0b', ''],
  [{ name: 'a\ud800b' }, 'name'],
  [{ files: [{ text: 'fine' }, { text: '\0' }] }, 'files.1.text'],
  [{ env: { 'A\0': 'fine' } }, 'env'],
])('%j is refused for what is at "%s"', (input, path) => {
  expect(() => refuseBrokenText(input)).toThrow(
    expect.objectContaining({
      code: 'input.invalid',
      details: { problems: [expect.objectContaining({ path })] },
    }),
  )
})

test('what people write passes, in whatever script, and bytes may be anything', () => {
  refuseBrokenText({ a: '实验 🧪\n\u001b[31m', b: [1, null, undefined, new Date(0)], c: new Uint8Array(3) })
})

test('what refers to itself is looked at once', () => {
  const input: Record<string, unknown> = { a: 'fine' }
  input['self'] = input
  refuseBrokenText(input)
})
