import { UsageError } from '../arguments/usage-error.ts'

/** `http://localhost:7070` of what was written; `where` says where. Error: UsageError, saying how it is written. */
export function platformAddress(text: string, where: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new UsageError(
    `${where}"${text}" is no address: begin it with http:// or https://, as http://localhost:7070`,
  )
}
