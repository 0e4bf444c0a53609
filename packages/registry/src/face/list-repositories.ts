import { type Db, Prisma } from '@berth/db'
import type { RepositoryPage, RepositoryView } from '@berth/protocol'
import { FALLBACK_TAG } from './referrer-kind.ts'
import type { Viewer } from './viewer.ts'
import { containing } from './visible.ts'

export const REPOSITORY_SORTS = ['name', 'pushed', 'size', 'pulls'] as const
type RepositorySort = (typeof REPOSITORY_SORTS)[number]

/** `own`: the tenant's; `public`: what others, and the platform, let everybody read. */
export const REPOSITORY_SCOPES = ['all', 'own', 'public'] as const

export type RepositoryQuery = {
  readonly search?: string | undefined
  readonly scope?: (typeof REPOSITORY_SCOPES)[number] | undefined
  /** names go up, all else goes down */
  readonly sort?: RepositorySort | undefined
  readonly limit: number
  readonly offset?: number | undefined
}

type Row = Omit<RepositoryView, 'bytes' | 'pulls' | 'tags'> & { bytes: bigint; pulls: bigint; tags: bigint }

const BYTES = Prisma.sql`(SELECT COALESCE(sum(b.size), 0)::bigint FROM "RepositoryBlob" l
  JOIN "Blob" b ON b.digest = l.digest WHERE l."repositoryId" = r.id)`
const PUSHED = Prisma.sql`(SELECT max(t."pushedAt") FROM "Tag" t WHERE t."repositoryId" = r.id)`

const ORDER: Readonly<Record<RepositorySort, Prisma.Sql>> = {
  name: Prisma.sql`r.name`,
  pushed: Prisma.sql`${PUSHED} DESC NULLS LAST, r.name`,
  size: Prisma.sql`${BYTES} DESC, r.name`,
  pulls: Prisma.sql`r.pulls DESC, r.name`,
}

/** Repositories that hold something, a page of them in two queries however many there are. */
export async function listRepositories(
  db: Db,
  viewer: Viewer,
  query: RepositoryQuery,
): Promise<RepositoryPage> {
  const where = filter(viewer, query)
  const [counted] = await db.$queryRaw<{ total: bigint }[]>(
    Prisma.sql`SELECT count(*) AS total FROM "Repository" r WHERE ${where}`,
  )
  // the page is chosen first, so that only its rows are summed up
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT ${columns(viewer.tenantId)}
    FROM (
      SELECT r.*, row_number() OVER (ORDER BY ${ORDER[query.sort ?? 'name']}) AS place
      FROM "Repository" r WHERE ${where} ORDER BY place LIMIT ${query.limit} OFFSET ${query.offset ?? 0}
    ) r ORDER BY r.place`)
  return { repositories: rows.map(view), total: Number(counted?.total ?? 0n) }
}

function columns(tenantId: string): Prisma.Sql {
  return Prisma.sql`r.name, r."tenantId" IS NOT DISTINCT FROM ${tenantId} AS own, r.public, r.description, r.pulls,
    ${BYTES} AS bytes, ${PUSHED} AS "pushedAt",
    (SELECT count(*) FROM "Tag" t WHERE t."repositoryId" = r.id AND t.name !~ ${FALLBACK_TAG}) AS tags`
}

/** One repository as the list shows it. */
export async function summarise(db: Db, tenantId: string, id: string): Promise<RepositoryView | undefined> {
  const [row] = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT ${columns(tenantId)}
    FROM "Repository" r WHERE r.id = ${id}`)
  return row && view(row)
}

function filter({ tenantId, only }: Viewer, { search, scope = 'all' }: RepositoryQuery): Prisma.Sql {
  const cut = only ? Prisma.sql`AND r.name = ANY(${[...only]}::text[])` : Prisma.empty
  const visible = {
    own: Prisma.sql`(r."tenantId" = ${tenantId} ${cut})`,
    public: Prisma.sql`r.public AND r."tenantId" IS DISTINCT FROM ${tenantId}`,
    all: Prisma.sql`(r."tenantId" = ${tenantId} ${cut} OR r.public)`,
  }[scope]
  const holds = Prisma.sql`EXISTS (SELECT 1 FROM "Manifest" m WHERE m."repositoryId" = r.id)`
  if (!search) return Prisma.sql`${visible} AND ${holds}`
  const like = containing(search)
  return Prisma.sql`${visible} AND ${holds} AND (r.name ILIKE ${like} OR r.description ILIKE ${like})`
}

function view(row: Row): RepositoryView {
  const { name, own, description, pushedAt } = row
  const counts = { bytes: Number(row.bytes), pulls: Number(row.pulls), tags: Number(row.tags) }
  return { name, own, public: row.public, description, pushedAt, ...counts }
}
