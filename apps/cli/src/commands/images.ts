import { formatBytes } from '@berth/core'
import type { RepositoryView } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import { buildImage } from '../platform/build-image.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

const PAGE = 200

/** All repositories of the tenant and those that everybody may read. */
export async function listImages(options: SessionOptions): Promise<void> {
  const list = await allRepositories(options)
  if (options.json) return printJson(list)
  printResult(showRepositories(list, await warmNodes(options)))
}

/** Names of nodes by the repositories that they hold an image of: there, a start waits for no pull. */
async function warmNodes(options: SessionOptions): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const session = await openSession(options)
  const found = await session.api.nodeImages.warm.query({ tenant: await session.tenant() })
  const warm = new Map<string, Set<string>>()
  for (const { repository, nodes } of found) {
    const known = warm.get(repository) ?? new Set()
    for (const node of nodes) known.add(node)
    warm.set(repository, known)
  }
  return warm
}

/** Those whose name or description contains a word. */
export async function searchImages(word: string, options: SessionOptions): Promise<void> {
  const list = await allRepositories(options, word)
  if (options.json) return printJson(list)
  if (list.length === 0) return say(`no repository has "${word}" in its name or description`)
  printResult(
    formatTable([
      ['REPOSITORY', 'PULLS', 'DESCRIPTION'],
      ...list.map(({ name, pulls, description }) => [name, String(pulls), description || '-']),
    ]),
  )
}

async function allRepositories(options: SessionOptions, search?: string): Promise<RepositoryView[]> {
  const session = await openSession(options)
  const query = { tenant: await session.tenant(), limit: PAGE, ...(search === undefined ? {} : { search }) }
  const all: RepositoryView[] = []
  for (let total = 1; all.length < total; ) {
    const page = await session.api.images.list.query({ ...query, offset: all.length })
    // what is deleted meanwhile shortens the list
    if (page.repositories.length === 0) break
    all.push(...page.repositories)
    total = page.total
  }
  return all
}

function showRepositories(
  list: readonly RepositoryView[],
  warm: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  return formatTable([
    ['REPOSITORY', 'TAGS', 'SIZE', 'PULLS', 'PUSHED', 'ON NODES'],
    ...list.map((repository) => [
      repository.name,
      String(repository.tags),
      formatBytes(repository.bytes),
      String(repository.pulls),
      sayWhen(repository.pushedAt),
      [...(warm.get(repository.name) ?? [])].join(' ') || '-',
    ]),
  ])
}

/** Builds one of Berth's own base images on this machine and pushes it to `library/`. */
export async function buildBaseImage(name: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const image = await buildImage(name, { url: session.url, token: session.token }, say)
  if (options.json) return printJson({ image })
  printResult(image)
}
