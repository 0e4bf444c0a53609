import { allTags } from '../images/all-tags.ts'
import { describeMissing } from '../images/describe-missing.ts'
import { firstFound } from '../images/find-repository.ts'
import { showTags } from '../images/show-tags.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

/** The tags of a repository, newest first, and what of its images is lost. */
export async function imageTags(
  text: string,
  options: SessionOptions & { readonly filter?: string },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const search = options.filter === undefined ? {} : { search: options.filter }
  const { repository, tags } = await firstFound(session, { tenant, text }, async ({ repository: found }) => ({
    repository: found,
    tags: await allTags(session, { tenant, repository: found, ...search }),
  }))
  if (options.json) return printJson(tags)
  printResult(showTags(tags))
  const { missing } = await session.api.images.repository.query({ tenant, repository })
  const lost = describeMissing(missing)
  if (lost !== undefined) say(lost)
  const [first] = tags
  if (first) say(`pull with: docker pull ${first.pull}`)
}
