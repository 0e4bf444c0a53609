import { type Clock, type Secret, systemClock } from '@berth/core'
import { createBearerTokens } from './bearer-token.ts'

/**
 * A bearer token with which a node pushes an image for somebody: to one repository, with layers taken over from
 * another. It names who asked, whose rights are looked up at each use, so that it is a push like any other.
 */
export type MintCommitToken = (
  subject: string,
  push: { readonly to: string; readonly from: string },
) => Promise<string>

/** `url` and `key` are those of the registry handler; `subject` is as `subjectOf` names an actor. */
export function createCommitTokens(options: { url: string; key: Secret; clock?: Clock }): MintCommitToken {
  const { key, clock = systemClock } = options
  const tokens = createBearerTokens({ key, clock, service: new URL(options.url).host })
  return (subject, { to, from }) =>
    tokens.sign(subject, [
      { name: to, actions: ['pull', 'push'] },
      ...(from === to ? [] : [{ name: from, actions: ['pull' as const] }]),
    ])
}
