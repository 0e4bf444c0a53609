import { type Clock, type Secret, systemClock } from '@berth/core'
import { createBearerTokens, NODE_SUBJECT } from './bearer-token.ts'

/**
 * A bearer token with which a node pushes what a build made: to one repository, with layers taken over from those that
 * it names. Whoever began the build was asked for the right to then; the gateway decides which node gets one.
 */
export type MintBuildToken = (push: {
  readonly to: string
  readonly from: readonly string[]
}) => Promise<string>

/** `url` and `key` are those of the registry handler. */
export function createBuildTokens(options: { url: string; key: Secret; clock?: Clock }): MintBuildToken {
  const { key, clock = systemClock } = options
  const tokens = createBearerTokens({ key, clock, service: new URL(options.url).host })
  return ({ to, from }) =>
    tokens.sign(NODE_SUBJECT, [
      { name: to, actions: ['pull', 'push'] },
      ...from.filter((name) => name !== to).map((name) => ({ name, actions: ['pull' as const] })),
    ])
}
