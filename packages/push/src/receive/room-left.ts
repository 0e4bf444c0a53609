import { BerthError } from '@berth/core'
import type { PushDeps } from '../deps.ts'
import { repackRepository } from '../store/repack-repository.ts'
import type { OpenRepository } from '../store/repositories.ts'

const LEAST = 1024 ** 2

/** How large the next pack of a repository may be; tidies up first when little is left. Error: git.too_large. */
export async function roomLeft(deps: PushDeps, repository: OpenRepository): Promise<number> {
  const { repositoryBytes } = deps.limits
  const used = sum(repository.packs.values())
  if (repositoryBytes - used >= Math.min(LEAST, repositoryBytes)) return repositoryBytes - used
  const freed = await repackRepository(deps, repository)
  const left = repositoryBytes - used + freed
  if (left > 0) return left
  throw new BerthError(
    'git.too_large',
    `this repository is full: ${Math.floor(used / 1024 ** 2)} of ${Math.floor(repositoryBytes / 1024 ** 2)} MiB. Take large files out of its history (git filter-repo), or delete branches and tags`,
    { details: { used, limit: repositoryBytes } },
  )
}

function sum(sizes: Iterable<number>): number {
  let total = 0
  for (const size of sizes) total += size
  return total
}
