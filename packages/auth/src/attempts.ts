import { BerthError, type Clock, createSerial } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import {
  type AttemptPolicy,
  type Attempts,
  decideAttempt,
  EMAIL_POLICY,
  EVERYWHERE_POLICY,
  IP_POLICY,
} from './attempt-policy.ts'

type Purpose = 'sign-in' | 'sign-up' | 'reset'

export type AttemptLimit = {
  /** Counts a try before it is made. Error: auth.too_many_attempts, with `retryAfterSeconds`. */
  take(purpose: Purpose, email: string, ip: string | null): Promise<void>
  /** The try was good: the e-mail starts afresh, and the address gets this one back. */
  forgive(purpose: 'sign-in', email: string, ip: string | null): Promise<void>
}

/** Per e-mail and per address, in Postgres: it holds over all web processes and restarts. */
export function createAttemptLimit(options: { db: Db; clock: Clock }): AttemptLimit {
  const { db, clock } = options
  // A class that comes from one address waits here for its row, and does not hold all connections to the database meanwhile.
  const serial = createSerial()
  return {
    take: (purpose, email, ip) =>
      serial.run(ip ?? email, () =>
        db.$transaction(async (tx) => {
          for (const [key, policy] of keysOf(purpose, email, ip)) await takeOne(tx, key, policy, clock.now())
        }),
      ),
    forgive: async (purpose, email, ip) => {
      const now = clock.now()
      const keys = [everywhereKey(purpose, email), pairKey(purpose, email, ip)]
      await db.authAttempt.deleteMany({ where: { key: { in: keys } } })
      await db.authAttempt.updateMany({
        where: { key: `${purpose}:ip:${ip}`, failures: { gt: 0 } },
        data: { failures: { decrement: 1 }, blockedUntil: null, updatedAt: now },
      })
    },
  }
}

/** Signing in is counted by e-mail and address first, so that a stranger's tries elsewhere lock nobody out. */
function keysOf(purpose: Purpose, email: string, ip: string | null): [string, AttemptPolicy][] {
  const everywhere = everywhereKey(purpose, email)
  const keys: [string, AttemptPolicy][] =
    purpose === 'sign-in'
      ? [
          [pairKey(purpose, email, ip), EMAIL_POLICY],
          [everywhere, EVERYWHERE_POLICY],
        ]
      : [[everywhere, EMAIL_POLICY]]
  if (ip !== null) keys.push([`${purpose}:ip:${ip}`, IP_POLICY])
  return keys
}

function everywhereKey(purpose: Purpose, email: string): string {
  return `${purpose}:email:${email}`
}

function pairKey(purpose: Purpose, email: string, ip: string | null): string {
  return `${purpose}:email:${email}:ip:${ip ?? ''}`
}

async function takeOne(tx: Tx, key: string, policy: AttemptPolicy, now: Date): Promise<void> {
  await tx.authAttempt.createMany({ data: [{ key, updatedAt: now }], skipDuplicates: true })
  // Locked, so that tries at the same time are counted one after the other.
  const [known] = await tx.$queryRaw<Attempts[]>`
    SELECT failures, "blockedUntil", "updatedAt" FROM "AuthAttempt" WHERE key = ${key} FOR UPDATE`
  const decision = decideAttempt(known ?? null, now, policy)
  if (!decision.allowed) {
    const seconds = Math.ceil(decision.retryAfterMs / 1_000)
    throw new BerthError('auth.too_many_attempts', `too many attempts: try again in ${seconds} s`, {
      details: { retryAfterSeconds: seconds },
    })
  }
  await tx.authAttempt.update({ where: { key }, data: decision.next })
}

/** Longer than any policy remembers or makes wait. */
const KEEP_MS = 24 * 60 * 60_000

/** Forgets tries that no limit counts any more; how many. */
export async function pruneAttempts(options: { db: Db; clock: Clock }): Promise<number> {
  const { db, clock } = options
  const before = new Date(clock.now().getTime() - KEEP_MS)
  const { count } = await db.authAttempt.deleteMany({ where: { updatedAt: { lt: before } } })
  return count
}
