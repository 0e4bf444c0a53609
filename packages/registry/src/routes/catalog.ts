import { BerthError } from '@berth/core'
import { Prisma } from '@berth/db'
import { type Caller, actorOf } from '../caller.ts'
import type { RegistryDeps } from '../deps.ts'
import { type Call, sendJson } from '../http/call.ts'
import { nextPageLink, parsePage } from '../http/page.ts'

/** `GET /v2/_catalog`: public repositories, and those of the tenants whose images the caller may pull. */
export async function catalog(call: Call): Promise<void> {
  const { deps, caller, query } = call
  if (caller.kind === 'anonymous' && caller.granted === null)
    throw new BerthError('auth.required', 'log in to list repositories')
  const page = parsePage(query)
  const tenantIds = await readableTenants(deps, caller)
  const named = namedRepositories(caller)
  const within =
    named.length > 0
      ? Prisma.sql`AND substr(r.name, strpos(r.name, '/') + 1) IN (${Prisma.join([...named])})`
      : Prisma.empty
  const mine =
    tenantIds.length > 0
      ? Prisma.sql`OR (r."tenantId" IN (${Prisma.join(tenantIds)}) ${within})`
      : Prisma.empty
  const rows = await deps.db.$queryRaw<{ name: string }[]>`
    SELECT r.name FROM "Repository" r
    WHERE (r.public ${mine}) AND r.name COLLATE "C" > ${page.last}
      AND EXISTS (SELECT 1 FROM "Manifest" m WHERE m."repositoryId" = r.id)
    ORDER BY r.name COLLATE "C" LIMIT ${page.limit + 1}`
  const repositories = rows.slice(0, page.limit).map(({ name }) => name)
  const last = repositories.at(-1)
  const more = rows.length > page.limit && last !== undefined
  sendJson(call, 200, { repositories }, more ? { link: nextPageLink('/v2/_catalog', page, last) } : {})
}

/** What the caller's API token is cut to; empty: nothing. */
function namedRepositories(caller: Caller): readonly string[] {
  return actorOf(caller)?.token?.repositories ?? []
}

async function readableTenants({ db, auth }: RegistryDeps, caller: Caller): Promise<string[]> {
  const actor = actorOf(caller)
  if (!actor) return []
  const candidates = await db.tenant.findMany({
    where: actor.token
      ? { id: actor.token.tenantId }
      : { memberships: { some: { userId: actor.userId ?? '' } } },
    select: { id: true, name: true },
  })
  const [repository] = namedRepositories(caller)
  const target = repository === undefined ? {} : { target: { repository } }
  const may = await Promise.all(
    candidates.map(({ name }) => auth.can({ actor, tenant: name, permission: 'registry:pull', ...target })),
  )
  return candidates.filter((_, i) => Boolean(may[i])).map(({ id }) => id)
}
