import { type Db, Prisma } from '@berth/db'
import type { TagPage, TagView } from '@berth/protocol'
import { FALLBACK_TAG } from './referrer-kind.ts'
import { containing, type FoundRepository } from './visible.ts'

export const TAG_SORTS = ['pushed', 'name', 'size', 'pulls'] as const
type TagSort = (typeof TAG_SORTS)[number]

export type TagQuery = {
  readonly search?: string | undefined
  readonly sort?: TagSort | undefined
  readonly limit: number
  readonly offset?: number | undefined
}

type Row = Omit<TagView, 'bytes' | 'pulls' | 'pull'> & { bytes: bigint; pulls: bigint }

const ORDER: Readonly<Record<TagSort, Prisma.Sql>> = {
  pushed: Prisma.sql`t."pushedAt" DESC, t.name`,
  name: Prisma.sql`t.name`,
  size: Prisma.sql`m."imageBytes" DESC, t.name`,
  pulls: Prisma.sql`t.pulls DESC, t.name`,
}

/** A page of tags in two queries. Tags that stand for signatures and the like are not among them. */
export async function listTags(
  db: Db,
  { repository, host, query }: { repository: FoundRepository; host: string; query: TagQuery },
): Promise<TagPage> {
  const where = Prisma.sql`t."repositoryId" = ${repository.id} AND t.name !~ ${FALLBACK_TAG}
    ${query.search ? Prisma.sql`AND t.name ILIKE ${containing(query.search)}` : Prisma.empty}`
  const [counted] = await db.$queryRaw<{ total: bigint }[]>(
    Prisma.sql`SELECT count(*) AS total FROM "Tag" t WHERE ${where}`,
  )
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT t.name AS tag, t.digest, t."pushedAt", t."pushedBy", t.pulls, t."pulledAt", m."mediaType", m.platforms,
      m."imageBytes" AS bytes
    FROM "Tag" t JOIN "Manifest" m ON m."repositoryId" = t."repositoryId" AND m.digest = t.digest
    WHERE ${where} ORDER BY ${ORDER[query.sort ?? 'pushed']} LIMIT ${query.limit} OFFSET ${query.offset ?? 0}`)
  return {
    total: Number(counted?.total ?? 0n),
    tags: rows.map((row) => ({
      ...row,
      bytes: Number(row.bytes),
      pulls: Number(row.pulls),
      pull: `${host}/${repository.name}:${row.tag}`,
    })),
  }
}
