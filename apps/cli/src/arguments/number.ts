import { InvalidArgumentError } from 'commander'

export type NumberRange = {
  readonly min?: number
  readonly max?: number
  /** how one is written */
  readonly example: string
}

/** For options that take a number. Error: commander's own, which names the option, with what is allowed and an example. */
export function numberIn({ min = 0, max, example }: NumberRange): (text: string) => number {
  return (text) => parse(text, (number) => isWithin(number, min, max), `a number ${span(min, max)}`, example)
}

/** The same for what is counted. */
export function countIn({ min = 0, max, example }: NumberRange): (text: string) => number {
  const fits = (number: number) => Number.isSafeInteger(number) && isWithin(number, min, max)
  return (text) => parse(text, fits, `a whole number ${span(min, max)}`, example)
}

function parse(text: string, fits: (number: number) => boolean, allowed: string, example: string): number {
  const number = Number(text)
  if (/^[\d.]+$/.test(text) && fits(number)) return number
  throw new InvalidArgumentError(`write ${allowed}, as ${example}`)
}

function isWithin(number: number, min: number, max = Number.MAX_SAFE_INTEGER): boolean {
  return number >= min && number <= max
}

function span(min: number, max: number | undefined): string {
  return max === undefined ? `from ${min} up` : `from ${min} to ${max}`
}
