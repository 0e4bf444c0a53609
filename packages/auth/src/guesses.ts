import { BerthError, type Clock, createSerial } from '@berth/core'
import type { Db } from '@berth/db'
import {
  type AttemptDecision,
  type AttemptPolicy,
  decideAttempt,
  GUEST_POLICY,
  IP_POLICY,
} from './attempt-policy.ts'

/** Slows down who guesses something short. Only what was wrong is counted: a class comes from one address at once. */
export type Guesses = {
  /** Error: auth.too_many_attempts, with `retryAfterSeconds`. */
  refuse(purpose: 'join', ip: string | null): Promise<void>
  /** Counts one that was wrong. */
  count(purpose: 'join', ip: string | null): Promise<void>
  /** Counts a new guest of a course, right or wrong. Error: auth.too_many_attempts, with `retryAfterSeconds`. */
  admitGuest(courseId: string, ip: string | null): Promise<void>
}

export function createGuesses(options: { db: Db; clock: Clock }): Guesses {
  const { db, clock } = options
  const serial = createSerial()
  /** Locked, so that tries at the same time are counted one after the other; those of this process hold one connection. */
  const countOne = (key: string, policy: AttemptPolicy) => serial.run(key, () => countIn(key, policy))
  const countIn = (key: string, policy: AttemptPolicy) =>
    db.$transaction(async (tx) => {
      await tx.authAttempt.createMany({ data: [{ key, updatedAt: clock.now() }], skipDuplicates: true })
      await tx.$queryRaw`SELECT key FROM "AuthAttempt" WHERE key = ${key} FOR UPDATE`
      const known = await tx.authAttempt.findUniqueOrThrow({ where: { key } })
      const decision = decideAttempt(known, clock.now(), policy)
      if (decision.allowed) await tx.authAttempt.update({ where: { key }, data: decision.next })
      return decision
    })
  return {
    refuse: async (purpose, ip) => {
      const known = await db.authAttempt.findUnique({ where: { key: keyOf(purpose, ip) } })
      refuse(decideAttempt(known, clock.now(), IP_POLICY))
    },
    count: async (purpose, ip) => void (await countOne(keyOf(purpose, ip), IP_POLICY)),
    admitGuest: async (courseId, ip) => refuse(await countOne(keyOf(`guest:${courseId}`, ip), GUEST_POLICY)),
  }
}

function refuse(decision: AttemptDecision): void {
  if (decision.allowed) return
  const seconds = Math.ceil(decision.retryAfterMs / 1_000)
  throw new BerthError('auth.too_many_attempts', `too many attempts: try again in ${seconds} s`, {
    details: { retryAfterSeconds: seconds },
  })
}

function keyOf(purpose: string, ip: string | null): string {
  return `${purpose}:ip:${ip ?? ''}`
}
