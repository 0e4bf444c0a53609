import { expect, test } from 'vitest'
import { schemaColumns, schemaMismatch } from './schema-mismatch.ts'

const expected = new Map([
  ['App', ['id', 'name']],
  ['Node', ['id']],
])
const column = (table: string, name: string, needed = false) => ({ table, column: name, needed })
const all = [column('App', 'id', true), column('App', 'name'), column('Node', 'id', true)]

test('a database that has every column fits, also with more that nobody must fill', () => {
  expect(
    schemaMismatch(expected, [...all, column('App', 'old'), column('Other', 'id', true)]),
  ).toBeUndefined()
})

test('what is missing is named, the first few', () => {
  expect(schemaMismatch(expected, all.slice(1))).toBe('it lacks App.id')
  const wide = new Map([['App', ['a', 'b', 'c', 'd', 'e']]])
  expect(schemaMismatch(wide, [])).toBe('it lacks App.a, App.b, App.c and 2 more')
})

test('a column that this release does not know, and that a new row must have, is named', () => {
  expect(schemaMismatch(expected, [...all, column('App', 'old', true)])).toContain('it wants App.old')
})

test('the columns are those of the schema', () => {
  expect(schemaColumns().get('Tag')).toContain('pushedAt')
  expect(schemaColumns().get('Tag')).not.toContain('repository')
})
