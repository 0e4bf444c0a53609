import { expect, test } from 'vitest'
import { pendingMigrations } from './migrate.ts'

const migration = (name: string, checksum = name) => ({ name, checksum, sql: '' })
const silent = () => undefined

test('what the database has not is pending, in order', () => {
  const all = [migration('1'), migration('2'), migration('3')]
  expect(pendingMigrations(all, new Map([['1', '1']]), silent).map(({ name }) => name)).toEqual(['2', '3'])
})

test('a database that is newer than the release is refused', () => {
  const applied = new Map([['9', '9']])
  expect(() => pendingMigrations([migration('1')], applied, silent)).toThrow(
    expect.objectContaining({ code: 'db.newer_than_release' }),
  )
})

test('a migration that was edited after it was applied is named', () => {
  const lines: string[] = []
  pendingMigrations([migration('1', 'new')], new Map([['1', 'old']]), (line) => lines.push(line))
  expect(lines).toEqual(['migration 1 was changed after it was applied'])
})
