import { InvalidArgumentError } from 'commander'

/** For options that take a number. Error: commander's own, which names the option. */
export function parseNumber(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number
  throw new InvalidArgumentError('Write a number.')
}
