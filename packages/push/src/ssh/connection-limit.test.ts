import { expect, test } from 'vitest'
import { createConnectionLimit } from './connection-limit.ts'

test('each address has its share, and all together have theirs', () => {
  const limit = createConnectionLimit({ all: 3, each: 2 })
  const first = limit.enter('a')
  expect(first).toBeDefined()
  expect(limit.enter('a')).toBeDefined()
  expect(limit.enter('a')).toBeUndefined()
  expect(limit.enter('b')).toBeDefined()
  expect(limit.enter('c')).toBeUndefined()
  first?.()
  first?.()
  expect(limit.enter('a')).toBeDefined()
  expect(limit.enter('c')).toBeUndefined()
})
