import { BerthError, type ErrorKind, toBerthError, type WireError } from '@berth/core'
import { describeIssues, joinProblems } from '@berth/protocol'
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
export function asTrpcError(ours: BerthError): TRPCError {
  return new TRPCError({ code: TRPC_CODES[ours.kind], message: ours.message, cause: ours })
}

/** What `data.berth` of every error says. */
export function wireErrorOf(error: TRPCError): WireError {
  return berthErrorOf(error).toJSON()
}

/** Finds our error in tRPC's; what tRPC itself refused becomes one of ours, which names what is wrong in `input`. */
export function berthErrorOf(error: TRPCError, input?: unknown): BerthError {
  if (error.cause instanceof ZodError) return invalidInput(error.cause, input)
  if (error.cause instanceof BerthError) return error.cause
  return error.code === 'INTERNAL_SERVER_ERROR'
    ? toBerthError(error.cause ?? error)
    : new BerthError('input.invalid', error.message)
}

function invalidInput(error: ZodError, input: unknown): BerthError {
  const problems = describeIssues(error.issues, input)
  return new BerthError('input.invalid', joinProblems(problems), { details: { problems } })
}
