import type { TenantDb } from '@berth/db'
import type { BuildOutputView } from '@berth/protocol'
import { isOver } from '../build-row.ts'
import { type AskedBuild, buildNotFound, whereBuild } from './build-queries.ts'

/** Pieces of one answer: at 64 KiB each at most 4 MiB, mostly far less. */
const PIECES = 64

/** What a build printed from piece `from` on. Error: build.not_found. */
export async function readOutput(
  db: TenantDb,
  ask: AskedBuild & { readonly from: number },
): Promise<BuildOutputView> {
  // the state first: what is written before it says "over" is in what is read after
  const build = await db.build.findFirst({
    where: whereBuild(ask),
    select: { state: true },
  })
  if (!build) throw buildNotFound(ask.id)
  const rows = await db.buildOutput.findMany({
    where: { buildId: ask.id, seq: { gte: ask.from } },
    orderBy: { seq: 'asc' },
    take: PIECES,
  })
  return {
    text: Buffer.concat(rows.map(({ bytes }) => bytes)).toString('utf8'),
    next: (rows.at(-1)?.seq ?? ask.from - 1) + 1,
    ended: isOver(build) && rows.length < PIECES,
  }
}
