import type { LinkedBlob } from './blob-links.ts'
import type { RepositoryCall } from './http/call.ts'
import { parseRepositoryName } from './names.ts'

/** Repositories that are looked at for a blob whose source was not said. */
const MAX_CANDIDATES = 20

/**
 * Where a blob can be mounted from: the repository that was said or, without one, any of the same tenant
 * (distribution-spec, "Mounting a blob from another repository"). Only from where the caller may pull: that a blob
 * exists somewhere is nobody's business.
 */
export async function findSource(
  call: RepositoryCall,
  digest: string,
  from: string | null,
): Promise<LinkedBlob | undefined> {
  const { deps, caller } = call
  if (from === null) return discover(call, digest)
  const source = parseRepositoryName(from)
  return (await deps.callers.may(caller, source, 'pull')) ? deps.links(source, digest) : undefined
}

/** A bearer token names the repositories that a client asked for, and it cannot ask for one that it does not know. */
async function discover({ deps, caller, name }: RepositoryCall, digest: string) {
  if (caller.kind !== 'actor' || !caller.discovers) return undefined
  const candidates = await deps.db.repositoryBlob.findMany({
    where: { digest, repository: { name: { startsWith: `${name.owner}/` } } },
    orderBy: { createdAt: 'desc' },
    take: MAX_CANDIDATES,
    select: { repository: { select: { name: true } } },
  })
  for (const { repository } of candidates) {
    const source = parseRepositoryName(repository.name)
    if (await deps.rights.may(caller.actor, source, 'pull')) return deps.links(source, digest)
  }
  return undefined
}
