import { BerthError } from '@berth/core'
import type { Operation, Owner } from '../files/operation.ts'
import { showPath } from './byte-string.ts'
import { keptXattrs } from './kept-xattrs.ts'
import { ID_MAX, type LayerLimits } from './limits.ts'
import { baseOf, parentOf, safePath } from './safe-path.ts'
import type { TarEntry } from './tar-entry.ts'

/** What one member asks for: `before` its data and `after` it. */
type EntryPlan = { readonly before: readonly Operation[]; readonly after: readonly Operation[] }

/** What folders get when all members are in place: writing into a folder changes its time. */
type ClosingPlan = {
  readonly operations: readonly Operation[]
  /** folders that the layer goes through without describing them; they look as in the layers below */
  readonly implicit: readonly string[]
}

/**
 * Turns the members of one layer into operations, in their order. A member replaces what an earlier one put at its
 * path; whiteouts become what overlayfs understands. Pure but for what it remembers of the layer.
 */
export type LayerPlanner = {
  /** Errors: image.unsafe, image.too_large. */
  entry(entry: TarEntry): EntryPlan
  close(): ClosingPlan
  /** device nodes that were left out: a container could not open them */
  readonly skippedDevices: number
}

type Node = 'directory' | 'file' | 'whiteout'
type Attributes = { readonly owner: Owner; readonly xattrs: readonly Operation[] }

const NOTHING: EntryPlan = { before: [], after: [] }
const S_IFCHR = 0o020000
const S_IFIFO = 0o010000
const OPAQUE: Operation = { op: 'xattr', name: 'trusted.overlay.opaque', value: Buffer.from('y') }
const WHITEOUT = '.wh.'

/** `marks`: whether names like `.wh.x` hide something of the layers below, or are names like all others. */
export function createLayerPlanner(
  limits: Pick<LayerLimits, 'entries' | 'nameBytes'>,
  marks: 'hide' | 'plain' = 'hide',
): LayerPlanner {
  const nodes = new Map<string, Node>([['', 'directory']])
  const folders = new Map<string, Attributes | undefined>([['', undefined]])
  let entries = 0
  let nameBytes = 0
  let skippedDevices = 0

  const planEntry = (entry: TarEntry): EntryPlan => {
    count(entry.name.length + entry.linkName.length)
    const path = safePath(entry.name)
    if (marks === 'hide' && baseOf(path).startsWith(WHITEOUT)) return all(planWhiteout(path))
    switch (entry.type) {
      case 'directory':
        return all(planFolder(path, attributesOf(entry, path)))
      case 'character':
      case 'block':
        skippedDevices += 1
        return NOTHING
      case 'link':
        return all(planLink(path, safePath(entry.linkName)))
      case 'file':
        return planFile(path, attributesOf(entry, path))
      case 'symlink':
        return all(planSymlink(path, entry.linkName, attributesOf(entry, path).owner))
      case 'fifo':
        return all(planFifo(path, attributesOf(entry, path).owner))
    }
  }

  const count = (names: number): void => {
    entries += 1
    nameBytes += names
    if (entries > limits.entries || nameBytes > limits.nameBytes) {
      throw new BerthError(
        'image.too_large',
        `a layer has more than ${limits.entries} files or too long names`,
      )
    }
  }

  const planFolder = (path: string, attributes: Attributes): Operation[] => {
    folders.set(path, attributes)
    return nodes.get(path) === 'directory' ? [] : [...parents(path), ...makeFolder(path)]
  }

  const planFile = (path: string, { owner, xattrs }: Attributes): EntryPlan => ({
    before: [...place(path), { op: 'create', path }],
    after: [{ op: 'own', owner }, ...xattrs],
  })

  const planSymlink = (path: string, target: string, owner: Owner): Operation[] => {
    if (target === '' || target.includes('\0')) throw unsafe(path, 'a symbolic link without a target')
    return [...place(path), { op: 'symlink', path, target, owner }]
  }

  const planFifo = (path: string, owner: Owner): Operation[] => [
    ...place(path),
    { op: 'node', path, owner: { ...owner, mode: owner.mode | S_IFIFO }, major: 0, minor: 0 },
  ]

  const planLink = (path: string, existing: string): Operation[] => {
    if (nodes.get(existing) !== 'file') {
      throw unsafe(path, `a hard link to "${showPath(existing)}", which is not a file of the same layer`)
    }
    return path === existing ? [] : [...place(path), { op: 'link', path, existing }]
  }

  /** `.wh.x` hides x of the layers below, `.wh..wh..opq` all of its folder; other `.wh..wh.` names are aufs's own. */
  const planWhiteout = (path: string): Operation[] => {
    const folder = parentOf(path)
    const hidden = baseOf(path).slice(WHITEOUT.length)
    if (hidden === '.wh..opq') return [...parents(path), { op: 'open', path: folder || '.' }, OPAQUE]
    if (hidden.startsWith(WHITEOUT)) return []
    if (hidden === '' || hidden === '.' || hidden === '..') throw unsafe(path, 'a whiteout without a name')
    return hide(folder ? `${folder}/${hidden}` : hidden)
  }

  /** What the same layer has at the path stays: a whiteout speaks of the layers below. */
  const hide = (path: string): Operation[] => {
    const node = nodes.get(path)
    if (node === 'directory') return [{ op: 'open', path }, OPAQUE]
    if (node !== undefined) return []
    const above = parents(path)
    nodes.set(path, 'whiteout')
    const owner: Owner = { uid: 0, gid: 0, mode: S_IFCHR, time: { seconds: 0, nanoseconds: 0 } }
    return [...above, { op: 'node', path, owner, major: 0, minor: 0 }]
  }

  /** Makes room for something that is not a folder. */
  const place = (path: string): Operation[] => {
    if (path === '') throw unsafe(path, 'the root of a layer is not a folder')
    const replaced: Operation[] = nodes.has(path) ? [{ op: 'remove', path }] : []
    const above = parents(path)
    nodes.set(path, 'file')
    folders.delete(path)
    return [...above, ...replaced]
  }

  const parents = (path: string): Operation[] => {
    const folder = parentOf(path)
    const node = nodes.get(folder)
    if (node === 'directory') return []
    if (node === 'file')
      throw unsafe(path, `it lies below "${showPath(folder)}", which is not a folder of the layer`)
    const above = parents(folder)
    count(folder.length) // one deep name makes thousands of folders
    folders.set(folder, undefined)
    return [...above, ...makeFolder(folder)]
  }

  /** A folder at the place of a whiteout hides what the layers below have there. */
  const makeFolder = (path: string): Operation[] => {
    const node = nodes.get(path)
    nodes.set(path, 'directory')
    const made: Operation = { op: 'mkdir', path }
    if (node === undefined) return [made]
    const again: Operation[] = [{ op: 'remove', path }, made]
    return node === 'whiteout' ? [...again, { op: 'open', path }, OPAQUE] : again
  }

  return {
    entry: planEntry,
    close: () => ({
      operations: [...folders].flatMap(([path, attributes]) =>
        attributes ? closeFolder(path, attributes) : [],
      ),
      implicit: [...folders].flatMap(([path, attributes]) => (attributes ? [] : [path])),
    }),
    get skippedDevices() {
      return skippedDevices
    },
  }
}

function closeFolder(path: string, { owner, xattrs }: Attributes): Operation[] {
  return [{ op: 'open', path: path || '.' }, ...xattrs, { op: 'own', owner }]
}

function all(before: readonly Operation[]): EntryPlan {
  return { before, after: [] }
}

function attributesOf(entry: TarEntry, path: string): Attributes {
  const { uid, gid, mode, time } = entry
  if (uid > ID_MAX || gid > ID_MAX || uid < 0 || gid < 0) {
    throw unsafe(path, `it belongs to ${uid}:${gid}, and a container has the ids 0 to ${ID_MAX}`)
  }
  return { owner: { uid, gid, mode, time }, xattrs: keptXattrs(entry.xattrs) }
}

function unsafe(path: string, why: string): BerthError {
  const shown = showPath(path)
  return new BerthError('image.unsafe', `a layer holds "${shown}", which is refused: ${why}`, {
    details: { path: shown },
  })
}
