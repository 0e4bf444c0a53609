import { expect, test } from 'vitest'
import { oneLine } from './one-line.ts'

const title = oneLine(30)

test('a name is one line of whatever script, without what is around it', () => {
  expect(title.parse(' 实验 1: “shell” 🧪\n')).toBe('实验 1: “shell” 🧪')
})

test.each(['', ' \n ', 'a\nOpen: https://evil.example', 'a\rb', 'a\u2028b', '\u001b[2J', 'x'.repeat(31)])(
  '%j is no name',
  (text) => expect(title.safeParse(text).success).toBe(false),
)
