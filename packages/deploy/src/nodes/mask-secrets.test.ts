import { expect, test } from 'vitest'
import { maskSecrets } from './mask-secrets.ts'

test('values of 8 characters and more are hidden, wherever they stand', () => {
  const lines = ['url=postgres://hunter2hunter2@db', 'hunter2hunter2', 'nothing']
  expect(maskSecrets(lines, ['hunter2hunter2'])).toEqual([
    'url=postgres://••••••••@db',
    '••••••••',
    'nothing',
  ])
})

test('short values are left, and a value that holds another goes first', () => {
  expect(maskSecrets(['true password-long'], ['true', 'password', 'password-long'])).toEqual([
    'true ••••••••',
  ])
})
