import type { ErrorCode } from '@berth/core'
import type { SignupMode } from './sign-up.ts'

export type OidcFacts = {
  /** null: the provider sends none */
  readonly email: string | null
  readonly emailVerified: boolean
  /** the account that this identity, or else this e-mail, belongs to */
  readonly account: { readonly isLinked: boolean; readonly isDisabled: boolean } | null
  readonly isInvited: boolean
  readonly mode: SignupMode
}

/** Whether somebody whom the provider vouches for may come in; undefined means yes, else the code of the refusal. */
export function refuseOidc(facts: OidcFacts): ErrorCode | undefined {
  if (facts.account?.isDisabled) return 'auth.bad_credentials'
  if (facts.account?.isLinked) return undefined
  // An e-mail that nobody has verified would let its claimant into somebody else's account.
  if (facts.email === null || !facts.emailVerified) return 'auth.email_unverified'
  if (facts.account !== null) return undefined
  if (facts.mode === 'open' || (facts.mode === 'invitation' && facts.isInvited)) return undefined
  return 'auth.signup_closed'
}
