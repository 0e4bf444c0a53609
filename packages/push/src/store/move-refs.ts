import { BerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { RefUpdate } from '@berth/git'

/** Changes of one repository happen one after the other, over all processes. */
export async function lockRepository(tx: Tx, appId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`git ${appId}`}, 0))`
}

/** Within `lockRepository`: each ref moves from what the pusher saw, or nothing does. Error: git.ref_moved. */
export async function moveRefs(
  tx: Tx,
  appId: string,
  updates: readonly RefUpdate[],
  now: Date,
): Promise<void> {
  for (const { name, old, new: next } of updates) {
    const present = await tx.gitRef.findUnique({ where: { appId_name: { appId, name } } })
    if ((present?.commit ?? null) !== old) throw refMoved(name)
    if (next === null) await tx.gitRef.deleteMany({ where: { appId, name } })
    else
      await tx.gitRef.upsert({
        where: { appId_name: { appId, name } },
        create: { appId, name, commit: next, updatedAt: now },
        update: { commit: next, updatedAt: now },
      })
  }
}

/** Changes a repository that is as it was opened: nobody tidied it up meanwhile. Error: git.ref_moved. */
export async function inRepository(
  db: Db,
  { appId, packs }: { readonly appId: string; readonly packs: ReadonlyMap<string, number> },
  change: (tx: Tx) => Promise<void>,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockRepository(tx, appId)
    const there = await tx.gitPack.count({ where: { appId, digest: { in: [...packs.keys()] } } })
    if (there !== packs.size)
      throw new BerthError('git.ref_moved', 'the repository was tidied up meanwhile: push again')
    await change(tx)
  })
}

export function refMoved(name: string): BerthError {
  return new BerthError('git.ref_moved', `${name} was moved by somebody else meanwhile: git fetch first`)
}
