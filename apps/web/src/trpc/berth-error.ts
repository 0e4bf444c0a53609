import { ERROR_KINDS, isErrorCode, type ErrorCode } from '@berth/core/error.ts'

/** What the page knows about a failure. `offline`: no answer came at all. */
export type PageError = {
  readonly code: ErrorCode | 'offline'
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Finds the platform's error in whatever a call threw: tRPC carries it in `data.berth`. */
export function readBerthError(thrown: unknown): PageError {
  const carried = field(field(thrown, 'data'), 'berth')
  const code = field(carried, 'code')
  if (typeof code === 'string' && isErrorCode(code)) {
    return { code, message: text(field(carried, 'message')), details: record(field(carried, 'details')) }
  }
  const answered = field(thrown, 'data') !== undefined && field(thrown, 'data') !== null
  return { code: answered ? 'internal.unexpected' : 'offline', message: '', details: {} }
}

export function isPassing(error: PageError): boolean {
  if (error.code === 'offline') return true
  const kind = ERROR_KINDS[error.code]
  return kind === 'unavailable' || kind === 'timeout'
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
