import { BerthError } from '@berth/core'
import type { ChmodRule } from '../../plan/step-action.ts'

const WHO = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 } as const
const BITS = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 } as const

/** The mode that a file gets: chmod(1), without `u=g` and the like. Error: input.invalid. */
export function chmodOf(rule: ChmodRule | null, mode: number, isFolder: boolean): number {
  if (rule === null) return mode
  if (rule.kind === 'octal') return rule.mode
  return rule.text.split(',').reduce((now, clause) => apply(clause, now, isFolder), mode)
}

function apply(clause: string, mode: number, isFolder: boolean): number {
  const [, who = '', operator, letters = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? []
  if (operator === undefined) throw new BerthError('input.invalid', `"${clause}" is no mode of chmod`)
  const reach = Array.from(who === '' ? 'a' : who).reduce(
    (all, each) => all | WHO[each as keyof typeof WHO],
    0,
  )
  const wanted = Array.from(letters).reduce((all, letter) => all | bitsOf(letter, mode, isFolder), 0) & reach
  if (operator === '+') return mode | wanted
  if (operator === '-') return mode & ~wanted
  // a folder keeps what only numbers take away
  return (mode & ~(reach & 0o777)) | wanted
}

function bitsOf(letter: string, mode: number, isFolder: boolean): number {
  if (letter === 'X') return isFolder || (mode & 0o111) !== 0 ? BITS.x : 0
  return BITS[letter as keyof typeof BITS]
}
