import { parseBytes } from '@berth/core'
import { UsageError } from './usage-error.ts'

/** `256M` → bytes; undefined stays. Error: UsageError, naming the option. */
export function parseSize(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const bytes = parseBytes(text)
  if (bytes !== undefined) return bytes
  throw new UsageError(`${option} ${text} is no size: write it as 256M or 1G`)
}
