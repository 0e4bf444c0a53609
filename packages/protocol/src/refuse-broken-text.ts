import { BerthError } from '@berth/core'
import { type Problem, joinProblems } from './describe-issues.ts'

type Place = { readonly path: string; readonly value: unknown }

/** Refuses a text that no database keeps, wherever it is: with a zero or half of a character in it. Error: input.invalid. */
export function refuseBrokenText(input: unknown): void {
  const path = findBroken(input)
  if (path === undefined) return
  const message = 'a zero, or half of a character, is no part of a text'
  const problems: Problem[] = [{ path, message, fault: { kind: 'form' } }]
  throw new BerthError('input.invalid', joinProblems(problems), { details: { problems } })
}

/** What refers to itself is looked at once, and bytes are not looked at. */
function findBroken(input: unknown): string | undefined {
  const seen = new Set<object>()
  const left: Place[] = [{ path: '', value: input }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { path, value } = next
    if (typeof value === 'string' && isBroken(value)) return path
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) continue
    seen.add(value)
    for (const [key, inner] of Object.entries(value)) {
      if (isBroken(key)) return path
      left.push({ path: path === '' ? key : `${path}.${key}`, value: inner })
    }
  }
  return undefined
}

function isBroken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}
