import { expect, test } from 'vitest'
import { CHORD_MS, readChord } from './chord.ts'

const shortcuts = new Set(['?', '/', 'g a', 'g n'])
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false })

test('a single key is a shortcut at once', () => {
  expect(readChord(shortcuts, null, press('?'), 0)).toEqual({ shortcut: '?', state: null })
})

test('two keys in time are one shortcut', () => {
  const first = readChord(shortcuts, null, press('g'), 0)
  expect(first).toEqual({ shortcut: null, state: { prefix: 'g', at: 0 } })
  expect(readChord(shortcuts, first.state, press('a'), CHORD_MS).shortcut).toBe('g a')
})

test('a second key that comes too late, or fits nothing, starts anew', () => {
  const state = { prefix: 'g', at: 0 }
  expect(readChord(shortcuts, state, press('a'), CHORD_MS + 1)).toEqual({ shortcut: null, state: null })
  expect(readChord(shortcuts, state, press('/'), 1).shortcut).toBe('/')
})

test("the browser's own shortcuts and named keys are left alone", () => {
  expect(readChord(shortcuts, null, press('/', true), 0)).toEqual({ shortcut: null, state: null })
  expect(readChord(shortcuts, { prefix: 'g', at: 0 }, press('Escape'), 1)).toEqual({
    shortcut: null,
    state: null,
  })
})
