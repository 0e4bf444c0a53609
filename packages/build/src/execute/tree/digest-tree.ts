import { createHash, hash as hashOf } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostPath, type TreeEntry } from './tree-entry.ts'

const SMALL = 256 * 1024

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
      const { kind, owner, target } = entry
      return `${kind} ${owner.mode} ${owner.uid} ${owner.gid} ${kind === 'file' ? await contentOf(entry) : target}`
    },
  }

  function contentOf({ path, size }: TreeEntry): Promise<string> {
    const digest = known.get(path) ?? digestFile(hostPath(root, path), size)
    known.set(path, digest)
    return digest
  }
}

/** A stream for each of many small files would cost more than the files. */
async function digestFile(path: Buffer, size: number): Promise<string> {
  if (size === 0) return ''
  if (size <= SMALL) return hashOf('sha256', await readFile(path))
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
