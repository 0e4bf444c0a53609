import { BerthError, type ErrorKind, toBerthError, type WireError } from '@berth/core'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'

type TrpcCode = TRPCError['code']

/** How each kind of error travels over tRPC (and so which HTTP status it has). */
const TRPC_CODES: Readonly<Record<ErrorKind, TrpcCode>> = {
  invalid: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  exhausted: 'TOO_MANY_REQUESTS',
  precondition: 'PRECONDITION_FAILED',
  unavailable: 'SERVICE_UNAVAILABLE',
  timeout: 'TIMEOUT',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  internal: 'INTERNAL_SERVER_ERROR',
}

/** The error of a procedure, with the code that belongs to its kind. */
export function asTrpcError(error: TRPCError): TRPCError {
  const ours = berthErrorOf(error)
  return new TRPCError({ code: TRPC_CODES[ours.kind], message: ours.message, cause: ours })
}

/** What `data.berth` of every error says. */
export function wireErrorOf(error: TRPCError): WireError {
  return berthErrorOf(error).toJSON()
}

/** Finds our error in tRPC's; what tRPC itself refused becomes one of ours. */
export function berthErrorOf(error: TRPCError): BerthError {
  if (error.cause instanceof ZodError) return invalidInput(error.cause)
  if (error.cause !== undefined) return toBerthError(error.cause)
  return error.code === 'INTERNAL_SERVER_ERROR'
    ? toBerthError(error)
    : new BerthError('input.invalid', error.message)
}

function invalidInput(error: ZodError): BerthError {
  const problems = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const first = problems
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ')
  return new BerthError('input.invalid', `the request is not right: ${first}`, { details: { problems } })
}
