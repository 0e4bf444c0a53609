import type { TagView } from '@berth/protocol'
import type { Session } from '../session/session.ts'

const PAGE = 200

/** Every tag of a repository, newest first, page by page. */
export async function allTags(
  session: Session,
  query: { readonly tenant: string; readonly repository: string; readonly search?: string },
): Promise<TagView[]> {
  const tags: TagView[] = []
  for (let total = 1; tags.length < total; ) {
    const page = await session.api.images.tags.query({ ...query, limit: PAGE, offset: tags.length })
    // tags that are deleted meanwhile shorten the list
    if (page.tags.length === 0) break
    tags.push(...page.tags)
    total = page.total
  }
  return tags
}
