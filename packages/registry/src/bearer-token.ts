import { BerthError, type Clock, type Secret } from '@berth/core'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { verifyOnce } from './verify-once.ts'
import { ACTIONS, type RepositoryScope } from './scope.ts'

export const TOKEN_SECONDS = 300

/** Fixed: what a token's own header says of algorithm or key is not believed. */
const ALGORITHM = 'HS256'
const ISSUER = 'berth'

/** Who pulls with a token that control made for a node: nobody whose rights could change. */
export const NODE_SUBJECT = 'node'
export const ANONYMOUS_SUBJECT = 'anonymous'

const accessSchema = z.array(
  z.object({ type: z.literal('repository'), name: z.string(), actions: z.array(z.enum(ACTIONS)) }),
)

type BearerClaims = {
  readonly subject: string
  readonly access: readonly RepositoryScope[]
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** it was given to whoever logged in, not made for a node in somebody's name */
  readonly login: boolean
}

/** Docker's token authentication: signed, five minutes long, naming an actor whose rights are looked up at use. */
export type BearerTokens = {
  sign(subject: string, access: readonly RepositoryScope[], options?: { login: boolean }): Promise<string>
  /** Error: auth.token_invalid. */
  verify(token: string): Promise<BearerClaims>
}

export function createBearerTokens(options: { key: Secret; service: string; clock: Clock }): BearerTokens {
  const { service, clock } = options
  const key = new TextEncoder().encode(options.key.reveal())
  return {
    sign: (subject, access, { login } = { login: false }) => {
      const now = Math.floor(clock.now().getTime() / 1000)
      return new SignJWT({ login, access: access.map((scope) => ({ type: 'repository', ...scope })) })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(service)
        .setSubject(subject)
        .setIssuedAt(now)
        .setExpirationTime(now + TOKEN_SECONDS)
        .sign(key)
    },
    verify: verifyOnce(clock, async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: service,
          currentDate: clock.now(),
          requiredClaims: ['sub', 'iat', 'exp'],
        })
        return {
          subject: payload.sub ?? '',
          access: accessSchema.parse(payload['access']),
          issuedAt: new Date((payload.iat ?? 0) * 1000),
          expiresAt: new Date((payload.exp ?? 0) * 1000),
          login: payload['login'] === true,
        }
      } catch (cause) {
        throw new BerthError('auth.token_invalid', 'this registry token is not valid or has expired', {
          cause,
        })
      }
    }),
  }
}
