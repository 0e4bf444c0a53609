import { BerthError } from '@berth/core'
import type { FileTime } from '../files/operation.ts'
import { byteString } from './byte-string.ts'
import type { TarHeader } from './tar-header.ts'

type TarEntryType = 'file' | 'link' | 'symlink' | 'character' | 'block' | 'directory' | 'fifo'

/** One member of an archive with its extended headers applied. Names are byte strings, as they stand, unchecked. */
export type TarEntry = {
  readonly type: TarEntryType
  readonly name: string
  readonly linkName: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** bytes of the file, holes included; 0 unless it is one */
  readonly size: number
  readonly time: FileTime
  readonly xattrs: ReadonlyMap<string, Buffer>
}

/** What extended headers said about the next member: pax records, GNU long names. */
export type Extension = {
  readonly pax: ReadonlyMap<string, Buffer>
  readonly longName?: string | undefined
  readonly longLink?: string | undefined
}

const TYPES: Readonly<Record<string, TarEntryType>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
}

const XATTR = 'SCHILY.xattr.'

/** Errors: image.unsafe for unknown members, image.corrupt for values that are none. */
export function toTarEntry(header: TarHeader, extension: Extension): TarEntry {
  const { pax } = extension
  const name = paxText(pax, 'GNU.sparse.name') ?? paxText(pax, 'path') ?? extension.longName ?? header.name
  const type = header.flag === '\0' && name.endsWith('/') ? 'directory' : TYPES[header.flag]
  if (type === undefined) {
    throw new BerthError(
      'image.unsafe',
      `a layer holds a member of unknown type ${JSON.stringify(header.flag)}`,
    )
  }
  return {
    type,
    name,
    linkName: paxText(pax, 'linkpath') ?? extension.longLink ?? header.linkName,
    mode: header.mode & 0o7777,
    uid: paxNumber(pax, 'uid') ?? header.uid,
    gid: paxNumber(pax, 'gid') ?? header.gid,
    size: type === 'file' ? (paxNumber(pax, 'size') ?? header.size) : 0,
    time: paxTime(pax) ?? { seconds: header.seconds, nanoseconds: 0 },
    xattrs: xattrsOf(pax),
  }
}

function xattrsOf(pax: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (const [key, value] of pax) {
    if (key.startsWith(XATTR)) found.set(key.slice(XATTR.length), value)
  }
  return found
}

export function paxText(pax: ReadonlyMap<string, Buffer>, key: string): string | undefined {
  const value = pax.get(key)
  return value && value.length > 0 ? byteString(value) : undefined
}

export function paxNumber(pax: ReadonlyMap<string, Buffer>, key: string): number | undefined {
  const text = paxText(pax, key)
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw corrupt(key, text)
  return Number(text)
}

/** `mtime=1700000000.123456789`; before 1970 the fraction counts backwards. */
function paxTime(pax: ReadonlyMap<string, Buffer>): FileTime | undefined {
  const text = paxText(pax, 'mtime')
  if (text === undefined) return undefined
  const match = /^(-?)(\d{1,12})(?:\.(\d*))?$/.exec(text)
  if (!match) throw corrupt('mtime', text)
  const whole = Number(match[2])
  const nanoseconds = Number((match[3] ?? '').slice(0, 9).padEnd(9, '0'))
  if (!match[1]) return { seconds: whole, nanoseconds }
  return nanoseconds === 0
    ? { seconds: -whole, nanoseconds }
    : { seconds: -whole - 1, nanoseconds: 1_000_000_000 - nanoseconds }
}

function corrupt(key: string, value: string): BerthError {
  const shown = JSON.stringify(value.slice(0, 40))
  return new BerthError(
    'image.corrupt',
    `a layer has a pax header whose ${key} is ${shown}: push the image again`,
  )
}
