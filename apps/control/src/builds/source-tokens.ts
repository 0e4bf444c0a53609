import { BerthError, type Clock, type Secret, systemClock } from '@berth/core'
import { deriveKey, equalBytes, hmacSha256 } from '@berth/vault'

/** A node asks anew for each build; a large source on a slow line is begun in time. */
const LIFETIME_MS = 10 * 60_000

/** `<expires>.<signature>`: lets a node read one source, for minutes. */
export type SourceTokens = {
  sign(digest: string): string
  /** Error: auth.token_invalid. */
  check(digest: string, token: string): void
}

export function createSourceTokens(options: {
  readonly masterKey: Secret
  readonly clock?: Clock
}): SourceTokens {
  const { clock = systemClock } = options
  const key = deriveKey(options.masterKey, 'sources of builds')
  const signature = (digest: string, expires: string) => hmacSha256(key, `${expires} ${digest}`)
  return {
    sign: (digest) => {
      const expires = String(clock.now().getTime() + LIFETIME_MS)
      return `${expires}.${signature(digest, expires).toString('base64url')}`
    },
    check: (digest, token) => {
      const [expires = '', given = ''] = token.split('.')
      const isOurs = equalBytes(signature(digest, expires), Buffer.from(given, 'base64url'))
      if (isOurs && Number(expires) >= clock.now().getTime()) return
      throw new BerthError('auth.token_invalid', 'this token is not for this source, or not any more')
    },
  }
}
