import { type RepositoryCall, sendJson } from '../http/call.ts'
import { nextPageLink, parsePage } from '../http/page.ts'
import { findRepository } from '../repositories.ts'

/** `GET /v2/<name>/tags/list?n=&last=`, in ASCII order (distribution-spec, "Listing Tags"). */
export async function tagsList(call: RepositoryCall): Promise<void> {
  const { deps, name, path } = call
  const page = parsePage(call.query)
  const { id } = await findRepository(deps.db, name)
  const rows = await deps.db.$queryRaw<{ name: string }[]>`
    SELECT name FROM "Tag" WHERE "repositoryId" = ${id} AND name COLLATE "C" > ${page.last}
    ORDER BY name COLLATE "C" LIMIT ${page.limit + 1}`
  const tags = rows.slice(0, page.limit).map((row) => row.name)
  const last = tags.at(-1)
  const more = rows.length > page.limit && last !== undefined
  sendJson(call, 200, { name: name.full, tags }, more ? { link: nextPageLink(path, page, last) } : {})
}
