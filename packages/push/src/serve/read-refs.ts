import type { Db } from '@berth/db'
import { findApp } from './find-app.ts'

/** What is in an app's repository; nothing for an app that its first push will make. */
export async function readRefs(db: Db, tenantId: string, app: string): Promise<ReadonlyMap<string, string>> {
  const appId = await findApp(db, tenantId, app)
  if (appId === undefined) return new Map()
  const rows = await db.gitRef.findMany({ where: { appId }, orderBy: { name: 'asc' } })
  return new Map(rows.map(({ name, commit }) => [name, commit]))
}
