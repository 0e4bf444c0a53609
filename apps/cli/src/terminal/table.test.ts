import { expect, test } from 'vitest'
import { formatTable } from './table.ts'

test('columns are as wide as their longest cell', () => {
  expect(
    formatTable([
      ['NAME', 'STATE'],
      ['a\u001bb', 'runs'],
    ]),
  ).toBe('NAME  STATE\na�b   runs')
})

test('a table that is too wide folds its widest column at blanks', () => {
  const text = formatTable(
    [
      ['NAME', 'SCOPES', 'ID'],
      ['ci', 'app:read app:deploy registry:push', 'tok_1'],
      ['me', 'app:read', 'tok_2'],
    ],
    32,
  )
  expect(text.split('\n')).toEqual([
    'NAME  SCOPES               ID',
    'ci    app:read app:deploy  tok_1',
    '      registry:push',
    'me    app:read             tok_2',
  ])
})

test('a word is never cut, also where the table does not fit', () => {
  const address = `http://${'a'.repeat(120)}.localhost:7070/`
  expect(formatTable([['URL'], [address]])).toBe(`URL\n${address}`)
})

test('a line break in a cell begins no row', () => {
  expect(formatTable([['COMMAND'], ['sleep\nroot']])).toBe('COMMAND\nsleep�root')
})
