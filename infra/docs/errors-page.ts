import { readFileSync } from 'node:fs'
import { ERROR_KINDS, type ErrorKind } from '../../packages/core/src/error.ts'
import { HTTP_STATUS } from '../../packages/core/src/http-status.ts'
import { code, table } from './markdown.ts'

const MEANINGS: Readonly<Record<ErrorKind, string>> = {
  invalid: 'the request is wrong: change it',
  unauthenticated: 'who are you: sign in, or give a token that is good',
  forbidden: 'you may not',
  not_found: 'it is not there, or not yours to see',
  conflict: 'it is there already, or changed meanwhile',
  exhausted: 'a quota, a limit or a rate is used up',
  precondition: 'not possible in the present state',
  unavailable: 'try again later',
  timeout: 'it took too long: try again',
  cancelled: 'the caller went away',
  internal: 'our fault: see the logs of the platform',
}

/** Every kind and every code, with the sentence that the dashboard shows. */
export function errorsPage(): string {
  const catalog: unknown = JSON.parse(
    readFileSync(new URL('../../apps/web/messages/en.json', import.meta.url), 'utf8'),
  )
  const kinds = Object.entries(MEANINGS).map(([kind, meaning]) => [
    code(kind),
    String(HTTP_STATUS[kind as ErrorKind]),
    meaning,
  ])
  const codes = Object.entries(ERROR_KINDS).map(([name, kind]) => [
    code(name),
    kind,
    sentence(catalog, ['errors', ...name.split('.')]),
  ])
  return `# Errors

An error has a code, a message and details. Codes are stable: scripts may rely on them. The message names what failed and what to do; it may change. A program decides from the kind whether to try again: ${code('unavailable')} and ${code('timeout')} pass by themselves.

## Kinds
The status is what control's own HTTP interface and the registry answer.

${table(['kind', 'status', 'meaning'], kinds)}
## Codes
The sentence is what the dashboard shows beside the message.

${table(['code', 'kind', 'sentence'], codes)}`
}

/** A code without its sentence fails here, before anybody meets it on a page. */
function sentence(catalog: unknown, keys: readonly string[]): string {
  let at = catalog
  for (const key of keys) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined
  if (typeof at === 'string') return at
  throw new Error(`apps/web/messages/en.json has no ${keys.join('.')}`)
}
