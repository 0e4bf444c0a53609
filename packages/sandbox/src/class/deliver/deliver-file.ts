import { BerthError, toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { NodeFiles } from '../../ports.ts'
import type { FileContent } from '../broadcast/content.ts'
import type { Delivered, DeliverPlace } from './deliver-place.ts'
import { besideOf, foldersOf, placedAt } from './file-place.ts'

type Work = {
  readonly files: NodeFiles
  readonly nodeId: string
  readonly at: { readonly containerId: string; readonly user?: string }
}

/** copies beside a file: more are not looked for */
const MOST_COPIES = 20

/**
 * Writes a file that was sent. One that is there already is replaced when it is as it was sent before, or when that was
 * asked for. Errors: file.changed for what a student made or changed, and those of files.
 */
export async function deliverFile(
  { db, files }: { readonly db: Db; readonly files: NodeFiles },
  place: DeliverPlace,
  { content, how }: { readonly content: FileContent; readonly how: string },
): Promise<Delivered> {
  const { containerId, nodeId, lab } = place
  const work = { files, nodeId, at: { containerId, ...(lab.user === null ? {} : { user: lab.user }) } }
  const path = placedAt(content.path, lab, place.spec.home)
  const there = await look(work, path, content.base64)
  if (there === 'same') return { state: 'done', path }
  if (there === null) return write(work, path, content)
  if (how === 'replace') return write(work, path, content, there.mtime)
  if (how === 'beside') return write(work, await freeBeside(work, path), content)
  if (there.mtime === (await sentTime(db, place, path))) return write(work, path, content, there.mtime)
  throw new BerthError('file.changed', `${path}: a file of theirs is there`)
}

/** What is at a path; null: nothing. */
async function look(
  { files, nodeId, at }: Work,
  path: string,
  base64: string,
): Promise<'same' | { readonly mtime: number } | null> {
  const bytes = Buffer.byteLength(base64, 'base64')
  try {
    const { content, size, mtime } = await files.read(nodeId, { ...at, path, maxBytes: bytes })
    return size === bytes && content === base64 ? 'same' : { mtime }
  } catch (thrown) {
    if (toBerthError(thrown).code === 'file.not_found') return null
    throw thrown
  }
}

async function write(
  work: Work,
  path: string,
  { base64 }: FileContent,
  unlessChanged?: number,
): Promise<Delivered> {
  const { files, nodeId, at } = work
  const request = { ...at, path, content: base64, ...(unlessChanged === undefined ? {} : { unlessChanged }) }
  try {
    return { state: 'done', path, ...(await files.write(nodeId, request)) }
  } catch (thrown) {
    if (toBerthError(thrown).code !== 'file.not_found') throw thrown
  }
  await makeFolders(work, path)
  return { state: 'done', path, ...(await files.write(nodeId, request)) }
}

async function makeFolders({ files, nodeId, at }: Work, path: string): Promise<void> {
  for (const folder of foldersOf(path)) {
    try {
      await files.change(nodeId, { ...at, change: { kind: 'mkdir', path: folder } })
    } catch (thrown) {
      if (toBerthError(thrown).code !== 'file.exists') throw thrown
    }
  }
}

async function freeBeside(work: Work, path: string): Promise<string> {
  for (let nth = 1; nth <= MOST_COPIES; nth++) {
    const other = besideOf(path, nth)
    if ((await look(work, other, '')) === null) return other
  }
  throw new BerthError('file.exists', `${path}: ${MOST_COPIES} copies are there already`)
}

/** The time that the file had when it was sent before. */
async function sentTime(db: Db, { sandbox }: DeliverPlace, path: string): Promise<number | null> {
  const before = await db.broadcastResult.findFirst({
    where: { sandboxId: sandbox.id, path, state: 'done', mtime: { not: null } },
    ...{ orderBy: { at: 'desc' }, select: { mtime: true } },
  })
  return before?.mtime ?? null
}
