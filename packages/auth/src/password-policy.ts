import { BerthError } from '@berth/core'
import { COMMON_PASSWORDS } from './common-passwords.ts'

const MIN_LENGTH = 10
/** Longer ones cost time to hash and protect nothing more. */
const MAX_LENGTH = 200

/** Length before rules about kinds of characters (NIST SP 800-63B). Error: auth.password_weak, which says why. */
export function checkPassword(password: string, email: string): void {
  const reason = weakness(password.toLowerCase(), email.toLowerCase())
  if (reason !== undefined) {
    throw new BerthError('auth.password_weak', `choose another password: ${TEXTS[reason]}`, {
      details: { reason },
    })
  }
}

type Weakness = 'short' | 'long' | 'email' | 'common' | 'repeated'

const TEXTS: Readonly<Record<Weakness, string>> = {
  short: `use at least ${MIN_LENGTH} characters`,
  long: `use at most ${MAX_LENGTH} characters`,
  email: 'it is too much like your e-mail address',
  common: 'it is among the first that an attacker tries',
  repeated: 'it repeats too few different characters',
}

function weakness(password: string, email: string): Weakness | undefined {
  if (password.length < MIN_LENGTH) return 'short'
  if (password.length > MAX_LENGTH) return 'long'
  const [local = ''] = email.split('@')
  if (
    password.includes(email) ||
    (local.length > 5 && password.includes(local) && password.length < local.length + 5)
  )
    return 'email'
  if (password === local || COMMON_PASSWORDS.has(password.replace(/[^a-z0-9]/g, ''))) return 'common'
  return new Set(password).size < 5 ? 'repeated' : undefined
}
