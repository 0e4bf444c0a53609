import { Prisma } from './generated/client.ts'

/** Somebody else wrote a row with the same unique value first. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
