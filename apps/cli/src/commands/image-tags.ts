import { allTags } from '../images/all-tags.ts'
import { firstFound } from '../images/find-repository.ts'
import { showTags } from '../images/show-tags.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

/** The tags of a repository, newest first. */
export async function imageTags(
  text: string,
  options: SessionOptions & { readonly filter?: string },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const search = options.filter === undefined ? {} : { search: options.filter }
  const tags = await firstFound(session, { tenant, text }, ({ repository }) =>
    allTags(session, { tenant, repository, ...search }),
  )
  if (options.json) return printJson(tags)
  printResult(showTags(tags))
  const [first] = tags
  if (first) say(`pull with: docker pull ${first.pull}`)
}
