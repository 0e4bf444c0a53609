import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { isOver } from '../build-row.ts'
import { tellToEnd } from '../end-build.ts'
import { inBuilds } from '../locks.ts'
import type { Caller } from '../ports.ts'
import { type AskedBuild, buildNotFound, whereBuild } from '../read/build-queries.ts'

/** Ends a build. Errors: build.not_found, build.ended. */
export async function cancelBuild(
  { db, now }: { readonly db: Db; readonly now: Date },
  { tenant, by }: Caller,
  ask: AskedBuild & { readonly reason?: string | undefined },
): Promise<void> {
  await inBuilds(db, async (tx) => {
    const build = await tx.build.findFirst({
      where: { ...whereBuild(ask), tenantId: tenant.id },
    })
    if (!build) throw buildNotFound(ask.id)
    if (isOver(build))
      throw new BerthError('build.ended', `build ${ask.id} has ended already: ${build.state}`)
    await tellToEnd(tx, build, { by, reason: ask.reason ?? `canceled by ${by}`, now })
  })
}
