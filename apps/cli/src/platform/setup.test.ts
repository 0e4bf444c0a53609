import { expect, test } from 'vitest'
import { reasonIn } from './setup.ts'

test('the last line says why', () => {
  expect(reasonIn('migrating 0001\nthe database is newer than this release\n')).toBe(
    'the database is newer than this release',
  )
})

test('of a crash the error is said, not the version of Node', () => {
  const crash =
    'file:///a.js:1\n\nSyntaxError: no export named x\n    at compile (node:vm)\n\nNode.js v24.21.0\n'
  expect(reasonIn(crash)).toBe('SyntaxError: no export named x')
})
