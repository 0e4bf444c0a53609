import { expect, test } from 'vitest'
import { sparklinePath } from './sparkline-path.ts'

const box = { width: 10, height: 12, max: undefined }

test('no values draw nothing', () => {
  expect(sparklinePath({ ...box, values: [] })).toEqual({ line: '', area: '' })
})

test('one value is a level line over the whole width', () => {
  expect(sparklinePath({ ...box, values: [1] }).line).toBe('M0,1L10,1')
})

test('the largest value touches the top, zero the bottom', () => {
  expect(sparklinePath({ ...box, values: [0, 5, 10] }).line).toBe('M0,11L5,6L10,1')
})

test('a given maximum scales below it, and values above it still fit', () => {
  expect(sparklinePath({ ...box, max: 20, values: [10, 10] }).line).toBe('M0,6L10,6')
  expect(sparklinePath({ ...box, max: 5, values: [10, 5] }).line).toBe('M0,1L10,6')
})
