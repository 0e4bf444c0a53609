import type { Db } from '@berth/db'
import { reached, type Viewer } from '../face/viewer.ts'

/** Rules speak of each repository for itself, so that so many are looked at together. */
const AT_ONCE = 20

/** The repositories that are reached, some at a time, in the order of their names. */
export async function* pagesOf(db: Db, viewer: Viewer): AsyncGenerator<Viewer> {
  let last = ''
  for (;;) {
    const rows = await db.repository.findMany({
      where: { AND: [reached(viewer), { name: { gt: last } }] },
      orderBy: { name: 'asc' },
      take: AT_ONCE,
      select: { name: true },
    })
    const only = rows.map(({ name }) => name)
    if (only.length > 0) yield { tenantId: viewer.tenantId, only }
    if (only.length < AT_ONCE) return
    last = only.at(-1) ?? ''
  }
}
