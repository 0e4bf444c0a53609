import { formatBytes, parseBytes } from '@berth/core'
import { InvalidArgumentError } from 'commander'
import { UsageError } from './usage-error.ts'

/** For options that take a size, as `256M`: bytes. Error: commander's own, which names the option. */
export function sizeFrom(min: number, example: string): (text: string) => number {
  return (text) => {
    const bytes = parseBytes(text)
    if (bytes !== undefined && bytes >= min) return bytes
    const found = bytes === undefined ? '' : `that is ${formatBytes(bytes)}: `
    throw new InvalidArgumentError(`${found}write a size from ${formatBytes(min)} up, as ${example}`)
  }
}

/** `64M` inside a longer value → bytes. Error: UsageError, naming the option. */
export function parseSize(option: string, text: string): number {
  const bytes = parseBytes(text)
  if (bytes !== undefined) return bytes
  throw new UsageError(`${option} ${text} is no size: write it as 256M or 1G`)
}
