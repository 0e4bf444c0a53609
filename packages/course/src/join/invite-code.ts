import { randomInt } from 'node:crypto'

/** Without letters and digits that look alike on a blackboard: no 0 O 1 I L U V. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTWXYZ'
const LENGTH = 8
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`)

/** 29^8, about 39 bits: guessed tries are counted, and what it opens is a course. */
export function newInviteCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** As it is kept, from however it was typed; undefined: it cannot be one. */
export function readInviteCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '')
  return FORM.test(code) ? code : undefined
}

/** `ABCD-EFGH`, as it is read out and typed. */
export function showInviteCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`
}
