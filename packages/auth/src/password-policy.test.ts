import { expect, test } from 'vitest'
import { checkPassword } from './password-policy.ts'

const weak = (password: string) => {
  try {
    checkPassword(password, 'ada.lovelace@example.org')
    return undefined
  } catch (error) {
    return error instanceof Error && 'details' in error ? error.details : error
  }
}

test('a weak password is refused with the reason', () => {
  expect(weak('short')).toEqual({ reason: 'short' })
  expect(weak('x1'.repeat(101))).toEqual({ reason: 'long' })
  expect(weak('ada.lovelace@example.org')).toEqual({ reason: 'email' })
  expect(weak('Ada.Lovelace1')).toEqual({ reason: 'email' })
  expect(weak('P4ssw0rd-123')).toEqual({ reason: 'common' })
  expect(weak('aaaaaaaaaaab')).toEqual({ reason: 'repeated' })
})

test('length is what counts: signs and digits are not demanded', () => {
  expect(weak('tall green kettle')).toBeUndefined()
  expect(weak('密码是一句很长的话呀')).toBeUndefined()
})
