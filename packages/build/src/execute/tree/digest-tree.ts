import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { hostPath, type TreeEntry } from './tree-entry.ts'

/** Digests of the content of files of one tree, each read once. */
export type TreeDigests = {
  /** Of what the entry is, without its time. */
  of(entry: TreeEntry): Promise<string>
}

/** `root` is not written to as long as this is used. */
export function createTreeDigests(root: string): TreeDigests {
  const known = new Map<string, Promise<string>>()

  return {
    async of(entry) {
      const { path, kind, owner, target } = entry
      return `${kind} ${owner.mode} ${owner.uid} ${owner.gid} ${kind === 'file' ? await contentOf(path) : target}`
    },
  }

  function contentOf(path: string): Promise<string> {
    const digest = known.get(path) ?? digestFile(hostPath(root, path))
    known.set(path, digest)
    return digest
  }
}

async function digestFile(path: Buffer): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
