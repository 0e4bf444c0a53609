import { link, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { hasCode, unlessMissing } from './disk-error.ts'

/** A finished piece of an upload. Its file is called after the offset where it begins, and is never written again. */
export type Segment = { readonly path: string; readonly start: number; readonly size: number }

const NAME = /^seg-(\d{1,16})$/

/** The segments from 0 without a gap, in order; undefined when there is no such upload. */
export async function listSegments(folder: string): Promise<readonly Segment[] | undefined> {
  const names = await unlessMissing(readdir(folder))
  if (!names) return undefined
  const found = new Map<number, string>()
  for (const name of names) {
    const start = NAME.exec(name)?.[1]
    if (start !== undefined) found.set(Number(start), join(folder, name))
  }
  const segments: Segment[] = []
  for (let start = 0, path = found.get(0); path !== undefined; path = found.get(start)) {
    const { size } = await stat(path)
    if (size === 0) break
    segments.push({ path, start, size })
    start += size
  }
  return segments
}

/**
 * Makes a written file the segment at `start`. `link` refuses when there is one already: so two writers of one
 * upload, in whatever process, can never mix their bytes. Errors: registry.range_invalid, registry.blob_upload_unknown.
 */
export async function publishSegment(folder: string, file: string, start: number): Promise<void> {
  try {
    await link(file, join(folder, `seg-${start}`))
    await rm(file)
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      throw new BerthError(
        'registry.range_invalid',
        `another request wrote to this upload at ${start} meanwhile`,
        {
          cause: error,
        },
      )
    }
    if (hasCode(error, 'ENOENT')) {
      throw new BerthError('registry.blob_upload_unknown', 'this upload was cancelled meanwhile', {
        cause: error,
      })
    }
    throw error
  }
}
