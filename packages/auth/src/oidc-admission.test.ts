import { expect, test } from 'vitest'
import { type OidcFacts, refuseOidc } from './oidc-admission.ts'

const stranger: OidcFacts = {
  email: 'a@b.c',
  emailVerified: true,
  account: null,
  isInvited: false,
  mode: 'invitation',
}

test('a stranger comes in by the rules of sign-up', () => {
  expect(refuseOidc(stranger)).toBe('auth.signup_closed')
  expect(refuseOidc({ ...stranger, isInvited: true })).toBeUndefined()
  expect(refuseOidc({ ...stranger, mode: 'open' })).toBeUndefined()
  expect(refuseOidc({ ...stranger, mode: 'closed', isInvited: true })).toBe('auth.signup_closed')
})

test('an e-mail that the provider has not verified opens no account', () => {
  const account = { isLinked: false, isDisabled: false }
  expect(refuseOidc({ ...stranger, account, emailVerified: false })).toBe('auth.email_unverified')
  expect(refuseOidc({ ...stranger, mode: 'open', emailVerified: false })).toBe('auth.email_unverified')
  expect(refuseOidc({ ...stranger, mode: 'open', email: null })).toBe('auth.email_unverified')
  expect(refuseOidc({ ...stranger, account })).toBeUndefined()
})

test('a known identity comes back without its e-mail, unless the account is disabled', () => {
  const linked = { ...stranger, email: null, emailVerified: false, mode: 'closed' as const }
  expect(refuseOidc({ ...linked, account: { isLinked: true, isDisabled: false } })).toBeUndefined()
  expect(refuseOidc({ ...linked, account: { isLinked: true, isDisabled: true } })).toBe(
    'auth.bad_credentials',
  )
})
