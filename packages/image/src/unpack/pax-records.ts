import { BerthError } from '@berth/core'
import { byteString } from './byte-string.ts'

/** In GNU's first sparse format the pairs are records that repeat; here they become the map of its second one. */
const SPARSE_PAIR: ReadonlySet<string> = new Set(['GNU.sparse.offset', 'GNU.sparse.numbytes'])

/** The records of a pax extended header (`25 path=…\n`), values as bytes. Source: POSIX pax; error: image.corrupt. */
export function decodePaxRecords(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>()
  const pairs: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const digits = blank === -1 ? '' : byteString(bytes.subarray(at, blank))
    const end = at + Number(digits)
    const equals = bytes.indexOf(0x3d, blank)
    const fits = /^[1-9]\d{0,8}$/.test(digits) && end <= bytes.length && equals !== -1 && equals < end
    if (!fits || bytes[end - 1] !== 0x0a) {
      throw new BerthError('image.corrupt', 'a layer has a malformed pax header: push the image again')
    }
    const key = byteString(bytes.subarray(blank + 1, equals))
    const value = bytes.subarray(equals + 1, end - 1)
    if (SPARSE_PAIR.has(key)) pairs.push(byteString(value))
    else records.set(key, value)
    at = end
  }
  if (pairs.length > 0) records.set('GNU.sparse.map', Buffer.from(pairs.join(',')))
  return records
}
