import { basename } from 'node:path'
import { UsageError } from '../arguments/usage-error.ts'

/** One side of a copy. */
export type Place =
  | { readonly kind: 'app'; readonly app: string; readonly path: string }
  | { readonly kind: 'local'; readonly path: string }
  /** a tar archive on standard input or output */
  | { readonly kind: 'stream' }

/** `APP:/path`, a path of this machine, or `-`. A local name with a colon is written as `./a:b`. */
export function parsePlace(text: string): Place {
  if (text === '-') return { kind: 'stream' }
  const [, app, path] = /^([a-z0-9-]+):(.*)$/s.exec(text) ?? []
  if (app === undefined || path === undefined) return { kind: 'local', path: text }
  if (path === '') throw new UsageError(`${text} names no path: write it as ${app}:/path`)
  return { kind: 'app', app, path }
}

/** What a path is called by its last part; undefined when only its content is meant (`folder/.`, `/`). */
export function lastName(path: string): string | undefined {
  if (/(^|\/)\.{0,2}$/.test(path)) return undefined
  return basename(path)
}
