import { expect, test } from 'vitest'
import { filesFailure } from './files-failure.ts'

const EDQUOT = 122

test('a quota that is used up is a full disk', () => {
  expect(filesFailure(EDQUOT, 'a')).toMatchObject({ code: 'disk.full', details: { errno: 'EDQUOT' } })
})

test('what nobody knows is told by its number', () => {
  expect(filesFailure(9999, undefined)).toMatchObject({
    code: 'internal.unexpected',
    message: 'unpacking the folder failed with error 9999',
  })
})
