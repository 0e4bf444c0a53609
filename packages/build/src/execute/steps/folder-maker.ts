import { BerthError } from '@berth/core'
import { type Operation, type Owner, showPath } from '@berth/image'
import { look } from '../tree/look.ts'
import { ownFolder } from '../tree/copy-tree.ts'

/**
 * Makes folders in a step's own layer over the tree of the layers below: one that is there already is made to look as
 * it does there, because the layer on top decides; a new one is `owner`'s.
 */
export type FolderMaker = {
  /** Operations that make `path` and what is missing above it; no part of it is a link. Error: input.invalid. */
  make(path: string, owner?: Owner): Promise<readonly Operation[]>
  has(path: string): boolean
  /** To be performed when everything is in place: writing into a folder changes its time. */
  closing(): readonly Operation[]
}

export function createFolderMaker(root: string, usual: Owner): FolderMaker {
  const made = new Map<string, Owner>()

  const make = async (path: string, owner: Owner | undefined, isLast: boolean): Promise<Operation[]> => {
    if (path === '') return []
    if (made.has(path)) {
      if (isLast && owner) made.set(path, owner)
      return []
    }
    const above = await make(parentOf(path), owner, false)
    const below = await look(root, path)
    if (below && below.kind !== 'directory') throw notFolder(path)
    made.set(path, isLast && owner ? owner : (below?.owner ?? usual))
    return [...above, { op: 'mkdir', path }]
  }

  return {
    make: (path, owner) => make(path, owner, true),
    has: (path) => made.has(path),
    closing: () => [...made].toReversed().flatMap(([path, owner]) => ownFolder(path, owner)),
  }
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? '' : path.slice(0, slash)
}

function notFolder(path: string): BerthError {
  return new BerthError(
    'input.invalid',
    `"/${showPath(path)}" is no folder in the image: nothing can be put into it`,
  )
}
