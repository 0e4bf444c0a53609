import { rm, rmdir } from 'node:fs/promises'
import { type IgnoreRules, isIgnored, type Work } from '@berth/dockerfile'
import { hostPath } from '../tree/tree-entry.ts'
import { walkTree } from '../tree/walk-tree.ts'

/**
 * Removes from a source what its `.dockerignore` leaves out; folders stay as long as something below them does. Errors:
 * dockerfile.invalid, when it costs more than `work`; the reason of `signal`.
 */
export async function leaveOut(
  root: string,
  rules: IgnoreRules,
  { work, signal }: { readonly work: Work; readonly signal: AbortSignal },
): Promise<void> {
  if (rules.length === 0) return
  const folders: string[] = []
  for await (const { path, kind } of walkTree(root, '')) {
    if (signal.aborted) throw signal.reason
    if (path === '' || !isIgnored(rules, Buffer.from(path, 'latin1').toString(), work)) continue
    if (kind === 'directory') folders.push(path)
    else await rm(hostPath(root, path))
  }
  for (const path of folders.toReversed()) await rmdir(hostPath(root, path)).catch(ignoreNotEmpty)
}

/** Something below it is kept. */
function ignoreNotEmpty(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOTEMPTY') throw error
}
