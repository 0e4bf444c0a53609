import type { FileHandle } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { byteString } from '../unpack/byte-string.ts'
import { decodePaxRecords } from '../unpack/pax-records.ts'
import { safePath } from '../unpack/safe-path.ts'
import { type Extension, toTarEntry } from '../unpack/tar-entry.ts'
import { BLOCK, decodeTarHeader, type TarHeader } from '../unpack/tar-header.ts'

/** Where a file lies in an archive; a link leads to another member. */
export type TarMember =
  | { readonly kind: 'file'; readonly offset: number; readonly size: number }
  | { readonly kind: 'link'; readonly target: string }

/** A saved image has some hundred members, one of many images some thousands. */
const MEMBERS_MAX = 100_000
const EXTENDED_MAX = 1024 * 1024

/**
 * The members of an archive by their path, without reading what is in them; of several with one name the last counts.
 * Errors: image.corrupt, image.unsafe, image.too_large.
 */
export async function indexTar(file: FileHandle): Promise<ReadonlyMap<string, TarMember>> {
  const { size: end } = await file.stat()
  const members = new Map<string, TarMember>()
  let extension: Extension = { pax: new Map() }
  for (let at = 0; at + BLOCK <= end; ) {
    const header = decodeTarHeader(await readAt(file, at, BLOCK))
    if (header === undefined) break
    const dataAt = at + BLOCK
    if ('xgLK'.includes(header.flag)) {
      extension = extend(extension, header, await readAt(file, dataAt, extendedSize(header)))
      at = after(dataAt, header.size)
      continue
    }
    const entry = toTarEntry(header, extension)
    extension = { pax: new Map() }
    at = after(dataAt, entry.size)
    if (at > end + BLOCK) throw new BerthError('image.corrupt', `the archive ends within "${entry.name}"`)
    if (members.size >= MEMBERS_MAX) {
      throw new BerthError('image.too_large', `the archive has more than ${MEMBERS_MAX} members`)
    }
    const path = safePath(entry.name)
    if (entry.type === 'file') members.set(path, { kind: 'file', offset: dataAt, size: entry.size })
    if (entry.type === 'link') members.set(path, { kind: 'link', target: safePath(entry.linkName) })
    if (entry.type === 'symlink') members.set(path, { kind: 'link', target: beside(path, entry.linkName) })
  }
  return members
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead === length) return buffer
  throw new BerthError('image.corrupt', 'the archive is cut off')
}

function extendedSize({ size }: TarHeader): number {
  if (size <= EXTENDED_MAX) return size
  throw new BerthError('image.too_large', `the archive has an extended header of ${size} bytes`)
}

function extend(before: Extension, { flag }: TarHeader, bytes: Buffer): Extension {
  const zero = bytes.indexOf(0)
  const text = byteString(zero === -1 ? bytes : bytes.subarray(0, zero))
  if (flag === 'x') return { ...before, pax: decodePaxRecords(bytes) }
  if (flag === 'L') return { ...before, longName: text }
  return flag === 'K' ? { ...before, longLink: text } : before
}

function after(dataAt: number, size: number): number {
  return dataAt + Math.ceil(size / BLOCK) * BLOCK
}

/** `../other/layer.tar` of `this/layer.tar`, as docker wrote layers that are twice in an archive. */
function beside(path: string, target: string): string {
  const parts = path.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
