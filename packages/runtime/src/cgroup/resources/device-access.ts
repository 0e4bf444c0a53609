import type { LinuxResources } from '@berth/oci'
import { refused } from './setting.ts'

type Rule = NonNullable<LinuxResources['devices']>[number]

/** Devices of one kind; `*` is every number. */
export type DeviceMatch = {
  readonly type: 'b' | 'c'
  readonly major: number | '*'
  readonly minor: number | '*'
  /** of `rwm`, in this order */
  readonly access: string
}

/** What a group may do with devices: everything but the exceptions when `open`, else nothing but them. */
export type DeviceAccess = { readonly open: boolean; readonly exceptions: readonly DeviceMatch[] }

const LETTERS = ['r', 'w', 'm'] as const

/** null, zero, full, random, urandom, tty, console, ptmx, pseudo-terminals; nodes may be made, not opened. */
const USUAL: readonly Rule[] = [
  { allow: true, type: 'c', access: 'm' },
  { allow: true, type: 'b', access: 'm' },
  ...[3, 5, 7, 8, 9].map((minor): Rule => ({ allow: true, type: 'c', major: 1, minor, access: 'rwm' })),
  ...[0, 1, 2].map((minor): Rule => ({ allow: true, type: 'c', major: 5, minor, access: 'rwm' })),
  { allow: true, type: 'c', major: 136, access: 'rwm' },
]

/**
 * Rules in order, of which a later one wins, after "nothing" and before the devices that every container has. Error:
 * runtime.unsupported for a denial out of a wider permission, which v1 would not keep.
 */
export function deviceAccess(rules: readonly Rule[] = []): DeviceAccess {
  return [...rules, ...USUAL].reduce(apply, { open: false, exceptions: [] })
}

function apply(state: DeviceAccess, rule: Rule): DeviceAccess {
  if (rule.type === undefined || rule.type === 'a') return { open: rule.allow, exceptions: [] }
  const match: DeviceMatch = {
    type: rule.type,
    major: numberOf(rule.major),
    minor: numberOf(rule.minor),
    access: inOrder(rule.access ?? 'rwm'),
  }
  return rule.allow === state.open
    ? withdraw(state, match)
    : { ...state, exceptions: add(state.exceptions, match) }
}

function add(exceptions: readonly DeviceMatch[], match: DeviceMatch): readonly DeviceMatch[] {
  const before = exceptions.find((other) => sameDevices(other, match))
  const access = inOrder(`${before?.access ?? ''}${match.access}`)
  return [...exceptions.filter((other) => other !== before), { ...match, access }]
}

/** An exception is taken back; one that is wider than what is taken back cannot be said. */
function withdraw(state: DeviceAccess, match: DeviceMatch): DeviceAccess {
  const exceptions = state.exceptions.flatMap((other) => {
    if (other.type !== match.type || !overlaps(other, match)) return [other]
    const left = LETTERS.filter(
      (letter) => other.access.includes(letter) && !match.access.includes(letter),
    ).join('')
    if (left === other.access) return [other]
    if (!covers(match, other))
      throw refused('devices', `${described(match)} is a part of ${described(other)}`)
    return left === '' ? [] : [{ ...other, access: left }]
  })
  return { ...state, exceptions }
}

function overlaps(one: DeviceMatch, other: DeviceMatch): boolean {
  return meets(one.major, other.major) && meets(one.minor, other.minor)
}

function meets(one: number | '*', other: number | '*'): boolean {
  return one === '*' || other === '*' || one === other
}

function covers(wide: DeviceMatch, narrow: DeviceMatch): boolean {
  return (
    (wide.major === '*' || wide.major === narrow.major) && (wide.minor === '*' || wide.minor === narrow.minor)
  )
}

function sameDevices(one: DeviceMatch, other: DeviceMatch): boolean {
  return one.type === other.type && one.major === other.major && one.minor === other.minor
}

/** A negative number stands for all, as one that is left out. */
function numberOf(number: number | undefined): number | '*' {
  return number === undefined || number < 0 ? '*' : number
}

function inOrder(access: string): string {
  return LETTERS.filter((letter) => access.includes(letter)).join('')
}

/** As v1's files have it. */
export function described({ type, major, minor, access }: DeviceMatch): string {
  return `${type} ${major}:${minor} ${access}`
}
