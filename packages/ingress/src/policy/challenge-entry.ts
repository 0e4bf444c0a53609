/** RFC 8555, section 8.3 */
export const CHALLENGE_PATH = '/.well-known/acme-challenge/'

/** What is asked for, and what is answered. */
export function challengeEntry(challenge: {
  readonly host: string
  readonly token: string
  readonly answer: string
}): readonly [string, string] {
  return [`${challenge.host}${CHALLENGE_PATH}${challenge.token}`, challenge.answer]
}
