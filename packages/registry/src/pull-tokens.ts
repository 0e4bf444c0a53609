import { type Clock, type Secret, systemClock } from '@berth/core'
import { createBearerTokens, NODE_SUBJECT } from './bearer-token.ts'

/** A bearer token with which a node pulls from one repository, for minutes. The gateway decides who gets one. */
export type MintPullToken = (repository: string) => Promise<string>

/** `url` and `key` are those of the registry handler. */
export function createPullTokens(options: { url: string; key: Secret; clock?: Clock }): MintPullToken {
  const { key, clock = systemClock } = options
  const tokens = createBearerTokens({ key, clock, service: new URL(options.url).host })
  return (repository) => tokens.sign(NODE_SUBJECT, [{ name: repository, actions: ['pull'] }])
}
