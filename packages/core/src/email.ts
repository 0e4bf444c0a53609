import { BerthError } from './error.ts'

const EMAIL = /^[^\s\p{Cc}\p{Cs}@"<>()[\]\\,;:]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,190}[a-z0-9])?$/u

/** Trimmed and in lower case, so that one person has one account. Error: input.invalid. */
export function parseEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (EMAIL.test(email)) return email
  throw new BerthError('input.invalid', `"${text}" is not an e-mail address`, { details: { email: text } })
}
