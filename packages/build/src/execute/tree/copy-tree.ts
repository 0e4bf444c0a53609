import { startFilesJob, type Operation, type Owner } from '@berth/image'
import type { TreeEntry } from './tree-entry.ts'
import { walkTree } from './walk-tree.ts'

/** operations that are sent at once */
const BATCH = 200

/**
 * Copies `path` of the tree at `from` to `name` in the folder `to`, which must not be there yet; '' is the folder
 * itself. Owners, modes, times and attributes go along; devices and sockets do not.
 */
export async function copyTree(options: {
  readonly init: string
  readonly from: string
  readonly path: string
  readonly to: string
  readonly name: string
  readonly signal: AbortSignal
}): Promise<void> {
  const { init, from, path, to, name, signal } = options
  const job = await startFilesJob({ init, directory: to, source: from })
  const folders: Operation[] = []
  const batch: Operation[] = []
  try {
    for await (const entry of walkTree(from, path)) {
      if (signal.aborted) throw signal.reason
      const below = entry.path.slice(path.length).replace(/^\//, '')
      const target = [name, below].filter(Boolean).join('/')
      batch.push(...makeEntry(entry, target, entry.owner))
      if (entry.kind === 'directory') folders.push(...ownFolder(target, entry.owner))
      if (batch.length >= BATCH) await job.perform(batch.splice(0))
    }
    await job.perform([...batch, ...folders])
    await job.end()
  } finally {
    job.kill()
  }
}

/** A folder gets its owner and time when its content is in place: see `ownFolder`. */
export function makeEntry(entry: TreeEntry, path: string, owner: Owner): Operation[] {
  switch (entry.kind) {
    case 'file':
      return [{ op: 'copy', path, source: entry.path, owner }]
    case 'directory':
      return path === '' ? [] : [{ op: 'mkdir', path }]
    case 'symlink':
      return [{ op: 'symlink', path, target: entry.target, owner }]
    case 'fifo':
      return [{ op: 'node', path, owner: { ...owner, mode: owner.mode | 0o010000 }, major: 0, minor: 0 }]
    case 'other':
      return []
  }
}

export function ownFolder(path: string, owner: Owner): Operation[] {
  return [
    { op: 'open', path: path === '' ? '.' : path },
    { op: 'own', owner },
  ]
}
