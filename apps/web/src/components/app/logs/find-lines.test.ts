import { expect, test } from 'vitest'
import { findLines } from './find-lines.ts'
import type { BufferedLine } from './log-buffer.ts'

const lines: BufferedLine[] = ['GET /', '\u001b[31mError\u001b[0m: no', 'get /health'].map((text, seq) => ({
  containerId: seq === 2 ? 'b' : 'a',
  at: '',
  stream: 'stdout',
  text,
  seq,
}))
const find = (search: string, onlyMatches = false, containerId = '') =>
  findLines(lines, { search, onlyMatches, containerId })

test('without a search everything is shown and nothing matches', () => {
  expect(find('')).toEqual({ shown: lines, matches: [] })
})

test('a search ignores case and colours, and tells where it matches', () => {
  expect(find('GET').matches).toEqual([0, 2])
  expect(find('error: no').matches).toEqual([1])
})

test('only matches, or only one instance, are shown when asked', () => {
  expect(find('get', true).shown.map((line) => line.seq)).toEqual([0, 2])
  expect(find('get', false, 'b')).toEqual({ shown: [lines[2]], matches: [0] })
})
