import { expect, test } from 'vitest'
import { nameFromText } from './name-from-text.ts'

test('a title suggests a name that is one', () => {
  expect(['Linux, for beginners!', '  C++ ', '命令行', 'Unix 入门'].map(nameFromText)).toEqual([
    ...['linux-for-beginners', 'c', '', 'unix'],
  ])
  expect(nameFromText('a'.repeat(31) + ' b')).toBe('a'.repeat(31))
})
