import { newId } from '../../../packages/core/src/index.ts'
import { hashPassword } from '../../../packages/auth/src/index.ts'
import { PASSWORD } from '../../support/people.ts'
import { signIn } from '../../support/person.ts'
import { inTurns } from './in-turns.ts'
import type { World } from './world.ts'

/** Somebody with the cookie of their session, as their browser has it after they signed in. */
export type Person = { readonly userId: string; readonly email: string; readonly cookie: string }

/** To sign in takes a processor a tenth of a second: on a busy machine a class has fewer people instead. */
const SIGN_IN_MS = 90_000

const SESSION = /berth-session=/

/** So many people of the bench; those of earlier classes come again. */
export async function gatherPeople(world: World, count: number): Promise<readonly Person[]> {
  const { platform, db, people } = world
  const passwordHash = await hashPassword(PASSWORD, 'test')
  const fresh = Array.from({ length: Math.max(0, count - people.length) }, () => {
    const userId = newId('user')
    return { userId, email: `${userId}@school.test` }
  })
  await db.user.createMany({
    data: fresh.map(({ userId: id, email }, place) => ({
      ...{ id, email, name: `student ${people.length + place}`, passwordHash },
    })),
  })
  const enter = async ({ userId, email }: (typeof fresh)[number]) => {
    const cookie = await signIn(platform.url, email, PASSWORD)
    if (SESSION.test(cookie)) people.push({ userId, email, cookie })
    else process.stderr.write(`${email} could not sign in\n`)
  }
  await inTurns(fresh, enter, SIGN_IN_MS)
  return people.slice(0, count)
}
