import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'

/** Id of an app that is there. Error: git.not_found. */
export async function findAppId(db: Db, tenantId: string, name: string): Promise<string> {
  const app = await findApp(db, tenantId, name)
  if (app !== undefined) return app
  throw new BerthError('git.not_found', `there is no app "${name}": the first push to it makes it`)
}

export async function findApp(db: Db, tenantId: string, name: string): Promise<string | undefined> {
  const row = await db.app.findFirst({
    where: { tenantId, name, kind: 'app', deletedAt: null },
    select: { id: true },
  })
  return row?.id
}
