import type { BlobStore } from '@berth/blob'
import type { Db } from '@berth/db'
import type { FetchSource } from '@berth/push'
import type { FetchFolder } from '@berth/sandbox/labs'
import { readFolder } from './read-folder.ts'

/** Fetches code as a build does, and reads its files: what was kept of it goes when nothing is built of it. */
export function createFolderFetch(deps: {
  readonly db: Db
  readonly sources: BlobStore
  readonly fetchSource: FetchSource
}): FetchFolder {
  return async (wanted) => {
    const { source, origin } = await deps.fetchSource({ ...wanted, appId: null })
    const { digest } = await deps.db.source.findUniqueOrThrow({ where: { id: source } })
    const files = await readFolder(await deps.sources.read(digest))
    return { files, commit: origin.commit, branch: origin.branch }
  }
}
