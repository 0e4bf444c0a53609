import { expect, test } from 'vitest'
import { inPages } from './in-pages.ts'

test('what fits a message stays together, in its order', () => {
  expect(inPages([])).toEqual([])
  expect(inPages(['ab', 'cd', 'ef'], 12)).toEqual([['ab', 'cd', 'ef']])
  expect(inPages(['ab', 'cd', 'ef'], 8)).toEqual([['ab', 'cd'], ['ef']])
})

test('what fits none goes alone, and bytes count as they are sent', () => {
  expect(inPages(['a', 'x'.repeat(50), 'b'], 10)).toEqual([['a'], ['x'.repeat(50)], ['b']])
  expect(inPages(['ä', 'ä'], 8)).toEqual([['ä', 'ä']])
  expect(inPages(['\u0001', '\u0001'], 8)).toEqual([['\u0001'], ['\u0001']])
})
