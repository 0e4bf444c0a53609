import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { encode } from '@auth/core/jwt'
import { newId } from '../../../packages/core/src/index.ts'
import type { Db } from '../../../packages/db/src/index.ts'
import type { TestPlatform } from '../../support/platform.ts'

const NAME = 'berth-session'
const DAY_MS = 24 * 60 * 60_000

export type Signer = {
  /** The session's cookie of each, as a sign-in would have left it. */
  cookies(userIds: readonly string[]): Promise<string[]>
}

/** Two hundred passwords would take a minute to be hashed: sessions are written, and their cookies sealed as web does. */
export async function createSigner({ dir }: Pick<TestPlatform, 'dir'>, db: Db): Promise<Signer> {
  const secret = (await readFile(path.join(dir, 'secrets/auth.secret'), 'utf8')).trim()
  return {
    async cookies(userIds) {
      const expiresAt = new Date(Date.now() + DAY_MS)
      const rows = userIds.map((userId) => ({ id: newId('session'), userId, expiresAt }))
      await db.session.createMany({ data: rows })
      return Promise.all(
        rows.map(async ({ id }) => `${NAME}=${await encode({ token: { sid: id }, secret, salt: NAME })}`),
      )
    },
  }
}
