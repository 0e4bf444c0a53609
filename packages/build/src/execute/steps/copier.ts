import { BerthError } from '@berth/core'
import {
  type FilesJob,
  type FileTime,
  type Operation,
  type Owner,
  showPath,
  startFilesJob,
} from '@berth/image'
import type { ChmodRule } from '../../plan/step-action.ts'
import type { Site } from '../site.ts'
import { makeEntry } from '../tree/copy-tree.ts'
import { look } from '../tree/look.ts'
import { chmodOf } from './chmod.ts'
import type { Chosen } from './choose-entries.ts'
import { createFolderMaker, parentOf } from './folder-maker.ts'
import type { UserIds } from './resolve-user.ts'

/** Puts files into a step's own layer, at its destination; what comes later wins. */
export type Copier = {
  copy(root: string, chosen: readonly Chosen[], options?: { keepOwners?: boolean }): Promise<void>
  /** A file of its own, which is nobody's on disk. */
  write(name: string, content: Buffer): Promise<void>
  /** When everything is in place. */
  finish(): Promise<void>
}

/** operations that are sent at once */
const BATCH = 200

export function createCopier(options: {
  readonly site: Site
  readonly upper: string
  /** tree of the layers below */
  readonly root: string
  /** below the root; no part of it is a link */
  readonly destination: string
  /** files keep their names below it */
  readonly isFolder: boolean
  readonly ids: UserIds | undefined
  readonly chmod: ChmodRule | null
  readonly time: FileTime
}): Copier {
  const { site, upper, root, destination, isFolder, ids, chmod, time } = options
  const maker = createFolderMaker(root, { uid: 0, gid: 0, ...ids, mode: 0o755, time })
  const placed = new Set<string>()

  const targetOf = ({ to, single }: Pick<Chosen, 'to' | 'single'>) =>
    single && !isFolder ? destination : [destination, to].filter(Boolean).join('/')

  const ownerOf = (entry: Chosen['entry'], keepOwners: boolean): Owner => ({
    ...entry.owner,
    ...(keepOwners ? {} : ids),
    mode:
      entry.kind === 'symlink'
        ? entry.owner.mode
        : chmodOf(chmod, entry.owner.mode, entry.kind === 'directory'),
  })

  /** What is not a folder takes the place of a file that an earlier source put there. */
  const place = async (path: string): Promise<Operation[]> => {
    if (path === '') throw new BerthError('input.invalid', 'the root folder cannot be replaced by a file')
    const above = await maker.make(parentOf(path))
    if (placed.has(path)) return [...above, { op: 'remove', path }]
    if (maker.has(path) || (await look(root, path))?.kind === 'directory') throw isFolderThere(path)
    placed.add(path)
    return [...above]
  }

  const perform = async (from: string | undefined, work: (job: FilesJob) => Promise<void>) => {
    const job = await startFilesJob({ init: site.tools.init, directory: upper, source: from })
    try {
      await work(job)
      await job.end()
    } finally {
      job.kill()
    }
  }

  return {
    copy: (from, chosen, { keepOwners = false } = {}) =>
      perform(from, async (job) => {
        let batch: Operation[] = []
        for (const one of chosen) {
          if (site.signal.aborted) throw site.signal.reason
          const path = targetOf(one)
          const owner = ownerOf(one.entry, keepOwners)
          if (one.entry.kind === 'directory') {
            // a destination that is there stays as it is
            const own = one.to === '' && (await look(root, path)) ? undefined : owner
            batch.push(...(await maker.make(path, own)))
          } else batch.push(...(await place(path)), ...makeEntry(one.entry, path, owner))
          if (batch.length < BATCH) continue
          await job.perform(batch)
          batch = []
        }
        await job.perform(batch)
      }),
    write: (name, content) =>
      perform(undefined, async (job) => {
        const path = targetOf({ to: name, single: true })
        const owner = { uid: 0, gid: 0, ...ids, mode: chmodOf(chmod, 0o644, false), time }
        const put: Operation[] = [
          { op: 'create', path },
          { op: 'write', bytes: content },
          { op: 'own', owner },
        ]
        await job.perform([...(await place(path)), ...put])
      }),
    finish: () => perform(undefined, (job) => job.perform(maker.closing())),
  }
}

function isFolderThere(path: string): BerthError {
  return new BerthError('input.invalid', `"/${showPath(path)}" is a folder: a file cannot take its place`)
}
