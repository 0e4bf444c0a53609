import { movePack, packAll, readPack } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import { keepContent } from './keep-content.ts'
import { lockRepository } from './move-refs.ts'
import type { OpenRepository } from './repositories.ts'

type RepackDeps = Pick<PushDeps, 'db' | 'sources' | 'repositories'>

/**
 * Makes one pack of many, with what the refs need and nothing else; returns the bytes that became free. Does nothing
 * when a push came meanwhile. Packs in storage that no row names are swept with the sources.
 */
export async function repackRepository(deps: RepackDeps, repository: OpenRepository): Promise<number> {
  const { appId, folder, refs, packs } = repository
  return packAll(folder, [...new Set(refs.values())], async (stem) => {
    const kept = stem === undefined ? undefined : await keepContent(deps.sources, readPack(`${stem}.pack`))
    const before = [...packs.keys()]
    const done = await deps.db.$transaction(async (tx) => {
      await lockRepository(tx, appId)
      const [pending, present, rows] = [
        await tx.gitPush.count({ where: { holds: appId } }),
        await tx.gitRef.findMany({ where: { appId } }),
        await tx.gitPack.count({ where: { appId } }),
      ]
      const same =
        present.length === refs.size && present.every(({ name, commit }) => refs.get(name) === commit)
      if (pending > 0 || !same || rows !== before.length) return false
      await tx.gitPack.deleteMany({ where: { appId } })
      if (kept) await tx.gitPack.create({ data: { appId, digest: kept.digest, size: BigInt(kept.size) } })
      return true
    })
    if (!done) return 0
    if (kept && stem !== undefined) await movePack(folder, kept.digest, stem)
    for (const digest of before)
      if (digest !== kept?.digest) await deps.repositories.forgetPack(appId, digest)
    const freed = [...packs.values()].reduce((sum, size) => sum + size, 0) - (kept?.size ?? 0)
    return freed
  })
}

/** Above this many packs each reading of a repository takes noticeably longer. */
const MANY = 30

/** Repositories that many pushes were made to; for a chore. */
export async function repackMany(deps: RepackDeps, most = MANY): Promise<void> {
  const crowded = await deps.db.gitPack.groupBy({
    by: ['appId'],
    _count: { _all: true },
    having: { digest: { _count: { gt: most } } },
  })
  for (const { appId } of crowded) await repackRepository(deps, await deps.repositories.open(appId))
}
