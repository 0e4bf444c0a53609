import { expect, test } from 'vitest'
import { parseContentRange, parseRange } from './range.ts'

const part = (start: number, end: number) => ({ kind: 'part', range: { start, end } })

test.each([
  [undefined, { kind: 'whole' }],
  ['bytes=0-9', part(0, 9)],
  ['bytes=5-', part(5, 99)],
  ['bytes=-10', part(90, 99)],
  ['bytes=-1000', part(0, 99)],
  ['bytes=90-200', part(90, 99)],
  ['bytes=100-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=9-3', { kind: 'unsatisfiable' }],
  ['bytes=0-1,4-5', { kind: 'whole' }],
  ['items=0-1', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
])('of 100 bytes, %s asks for %o', (header, expected) => {
  expect(parseRange(header, 100)).toEqual(expected)
})

test.each([
  ['0-9', { start: 0, end: 9 }],
  ['bytes 10-19/*', { start: 10, end: 19 }],
  ['9-0', undefined],
  ['a-b', undefined],
  ['5', undefined],
])('a chunk %s is %o', (header, expected) => {
  expect(parseContentRange(header)).toEqual(expected)
})
