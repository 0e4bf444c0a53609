import { expect, test } from 'vitest'
import { copiesBy, pastesBy } from './copy-chords.ts'

const keys = (key: string, ...held: ('ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey')[]) => ({
  ...{ ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, key },
  ...Object.fromEntries(held.map((name) => [name, true])),
})

test('Ctrl+C copies what is selected, and interrupts where nothing is', () => {
  expect(copiesBy(keys('c', 'ctrlKey'), true)).toBe(true)
  expect(copiesBy(keys('c', 'ctrlKey'), false)).toBe(false)
})

test('Ctrl+Shift+C never interrupts; letters and other chords are typed', () => {
  expect(copiesBy(keys('C', 'ctrlKey', 'shiftKey'), false)).toBe(true)
  expect(copiesBy(keys('c'), true)).toBe(false)
  expect(copiesBy(keys('c', 'ctrlKey', 'altKey'), true)).toBe(false)
  expect(copiesBy(keys('d', 'ctrlKey'), true)).toBe(false)
})

test('Ctrl+Shift+V pastes, Ctrl+V is for the program', () => {
  expect(pastesBy(keys('V', 'ctrlKey', 'shiftKey'))).toBe(true)
  expect(pastesBy(keys('v', 'ctrlKey'))).toBe(false)
})
