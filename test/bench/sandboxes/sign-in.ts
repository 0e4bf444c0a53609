import { hashPassword } from '../../../packages/auth/src/index.ts'
import type { Db } from '../../../packages/db/src/index.ts'
import type { Pupil } from '../../support/lab-fixture.ts'
import { PASSWORD } from '../../support/people.ts'
import { signIn } from '../../support/person.ts'
import { inTurns } from './in-turns.ts'

/** The session's cookie of each, as their browser has it after they signed in. */
export async function signInAll(
  { url, db }: { readonly url: string; readonly db: Db },
  pupils: readonly Pupil[],
): Promise<string[]> {
  const passwordHash = await hashPassword(PASSWORD)
  const ids = pupils.map(({ userId }) => userId)
  await db.user.updateMany({ where: { id: { in: ids } }, data: { passwordHash } })
  const cookies = new Map<string, string>()
  await inTurns(pupils, async ({ userId, label }) => cookies.set(userId, await signIn(url, label, PASSWORD)))
  return ids.map((id) => cookies.get(id) ?? '')
}
