import { toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { tell } from '../events/tell.ts'
import type { Log } from '../ports.ts'
import { PATIENCE } from './patience.ts'

const AGAIN_MS = 60_000
const MOST_CHARACTERS = 300

/** Of Prisma, for a transaction that lost against another one, or that had no time left. */
const LOST_RACES: readonly unknown[] = ['P2034', 'P2028', 'P2025']

/** One that could not be gone on with is tried again in a minute, holds up nobody else, and says why. */
export async function setAside(
  { db, log }: { readonly db: Db; readonly log: Log },
  { id, thrown, now }: { readonly id: string; readonly thrown: unknown; readonly now: Date },
): Promise<void> {
  log.warn({ err: thrown, sandboxId: id }, 'a sandbox could not be gone on with')
  if (isOthersFault(thrown)) return
  const trouble = describe(thrown)
  await db.$transaction(async (tx) => {
    const sandbox = await tx.sandbox.findUnique({
      where: { id },
      select: { id: true, tenantId: true, courseId: true, trouble: true },
    })
    if (!sandbox) return
    const dueAt = new Date(now.getTime() + AGAIN_MS)
    await tx.sandbox.update({ where: { id }, data: { trouble, dueAt } })
    if (sandbox.trouble === null) await tell(tx, [{ sandbox, type: 'trouble', data: { message: trouble } }])
  }, PATIENCE)
}

/** Where the database itself is away, or busy, nothing is wrong with the sandbox. */
function isOthersFault(thrown: unknown): boolean {
  if (toBerthError(thrown).kind === 'unavailable') return true
  return thrown instanceof Error && 'code' in thrown && LOST_RACES.includes(thrown.code)
}

/** Errors of checks of what was read are long lists: their first line says what it is about. */
function describe(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return text.replaceAll(/\s+/g, ' ').slice(0, MOST_CHARACTERS)
}
