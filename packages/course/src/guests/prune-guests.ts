import type { Clock } from '@berth/core'
import type { Db, Prisma } from '@berth/db'

const DAY_MS = 24 * 60 * 60_000

/** Accounts of guests live so long after the last of their courses. */
const KEPT_MS = 30 * DAY_MS
const AT_ONCE = 200

/**
 * Deletes the accounts of guests whose courses are all over for a month, or who were removed from them, and whose files
 * are gone already. Their lines and results stay with the course. Gives back how many.
 */
export async function pruneGuests({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const gone = whoseTimeIsOver(new Date(clock.now().getTime() - KEPT_MS))
  const guests = await db.user.findMany({ where: gone, select: { id: true }, take: AT_ONCE })
  let deleted = 0
  for (const { id } of guests) if (await deleteGuest(db, id, gone)) deleted++
  return deleted
}

function whoseTimeIsOver(before: Date): Prisma.UserWhereInput {
  // in the words of what is missing: "every" passes over what is null
  const after = { gt: before }
  const goesOn = {
    AND: [
      { OR: [{ archivedAt: null }, { archivedAt: after }] },
      { OR: [{ endsAt: null }, { endsAt: after }] },
    ],
  }
  return {
    ...{ guest: true, createdAt: { lte: before } },
    courseMembers: { none: { OR: [{ removedAt: null }, { removedAt: after }], course: goesOn } },
    sandboxes: { none: { state: { notIn: ['ended', 'failed'] } } },
  }
}

async function deleteGuest(db: Db, id: string, gone: Prisma.UserWhereInput): Promise<boolean> {
  return db.$transaction(async (tx) => {
    // locked, so that whoever joins another course at this moment is seen, or comes too late
    await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${id} FOR UPDATE`
    if ((await tx.user.count({ where: { ...gone, id } })) === 0) return false
    await tx.courseMember.updateMany({ where: { userId: id }, data: { userId: null, tokenHash: null } })
    await tx.user.delete({ where: { id } })
    return true
  })
}
