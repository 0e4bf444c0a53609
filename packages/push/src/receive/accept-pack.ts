import type { Tx } from '@berth/db'
import { movePack, readPack, type ReceivedPack } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import { keepContent } from '../store/keep-content.ts'
import { inRepository } from '../store/move-refs.ts'
import type { OpenRepository } from '../store/repositories.ts'

export type StoredPack = { readonly digest: string; readonly size: number }

/** Puts a pack into storage, writes what names it, and then into the folder. Error: git.ref_moved. */
export async function acceptPack(
  { db, sources }: Pick<PushDeps, 'db' | 'sources'>,
  repository: OpenRepository,
  pack: ReceivedPack,
  write: (tx: Tx, stored: StoredPack) => Promise<void>,
): Promise<void> {
  const store = () => keepContent(sources, readPack(`${pack.stem}.pack`))
  const stored = await store()
  await inRepository(db, repository, (tx) => write(tx, stored))
  // old content that nothing named may have been swept just before its row came
  if ((await sources.stat(stored.digest)) === undefined) await store()
  await movePack(repository.folder, stored.digest, pack.stem)
}
