import { BerthError } from '@berth/core'

/** Prisma, pg, libuv and SQLSTATE codes that all mean: Postgres cannot be reached just now. */
const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
])

/** Lets the result through; a failure to reach Postgres becomes db.unavailable. */
export async function asUnavailable<T>(result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    if (!isConnectionError(error)) throw error
    throw new BerthError('db.unavailable', 'the database cannot be reached: try again in a moment', {
      cause: error,
    })
  }
}

/** Looks along the chain of causes, because each layer wraps the one below. */
function isConnectionError(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Object && depth < 6; depth++) {
    if ('code' in at && typeof at.code === 'string' && CONNECTION_CODES.has(at.code)) return true
    if ('originalCode' in at && typeof at.originalCode === 'string' && CONNECTION_CODES.has(at.originalCode))
      return true
    if (at instanceof Error && CONNECTION_TEXT.test(at.message)) return true
    at = 'cause' in at ? at.cause : undefined
  }
  return false
}

/** pg reports these without any code, and the code of the last, P2028, means misuse of a transaction, too. */
const CONNECTION_TEXT =
  /connection terminated|timeout expired|timeout exceeded when trying to connect|client has encountered a connection error|unable to start a transaction in the given time/i
