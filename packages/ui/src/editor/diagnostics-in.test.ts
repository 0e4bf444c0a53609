import { Text } from '@codemirror/state'
import { expect, test } from 'vitest'
import { diagnosticsIn } from './diagnostics-in.ts'

const doc = Text.of(['port: 80', 'env: 3'])
const at = (line: number, column?: number) =>
  diagnosticsIn(doc, [{ line, column, severity: 'error', message: 'wrong' }])[0]

test('a diagnostic runs from its column to the end of its line', () => {
  expect(at(2, 6)).toMatchObject({ from: 14, to: 15, message: 'wrong' })
  expect(at(1)).toMatchObject({ from: 0, to: 8 })
})

test('one beyond the text stands at its end', () => {
  expect(at(9, 40)).toMatchObject({ from: 15, to: 15 })
})
