import { expect, test } from 'vitest'
import { changeOf, mergeInto, problemOf, rowsOf } from './env-draft.ts'

const before = { A: '1', B: '2' }

test('an untouched table changes nothing', () => {
  expect(changeOf(before, rowsOf(before))).toEqual({ set: {}, unset: [] })
})

test('changed and new names are set, missing ones unset, empty rows ignored', () => {
  const rows = [
    { id: 0, name: 'A', value: '9' },
    { id: 1, name: 'C', value: '' },
    { id: 2, name: '', value: '' },
  ]
  expect(changeOf(before, rows)).toEqual({ set: { A: '9', C: '' }, unset: ['B'] })
})

test('a renamed row unsets the old name', () => {
  const rows = rowsOf(before).map((row) => (row.name === 'B' ? { ...row, name: 'B2' } : row))
  expect(changeOf(before, rows)).toEqual({ set: { B2: '2' }, unset: ['B'] })
})

test('pasted values change known names in place and follow with new ones', () => {
  expect(mergeInto(rowsOf(before), { B: 'x', Z: 'y' })).toEqual([
    { id: 0, name: 'A', value: '1' },
    { id: 1, name: 'B', value: 'x' },
    { id: 2, name: 'Z', value: 'y' },
  ])
})

test('a bad name and a name used twice are told', () => {
  const rows = [
    { id: 0, name: 'A', value: '' },
    { id: 1, name: 'A', value: '' },
    { id: 2, name: '1A', value: '' },
    { id: 3, name: '', value: 'x' },
  ]
  expect(rows.map((row) => problemOf(row, rows))).toEqual(['duplicate', 'duplicate', 'name', 'name'])
})
