import { BerthError } from '@berth/core'
import { byteString } from './byte-string.ts'

/** The records of a pax extended header (`25 path=…\n`), values as bytes. Source: POSIX pax; error: image.corrupt. */
export function decodePaxRecords(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>()
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const digits = blank === -1 ? '' : byteString(bytes.subarray(at, blank))
    const end = at + Number(digits)
    const equals = bytes.indexOf(0x3d, blank)
    const fits = /^[1-9]\d{0,8}$/.test(digits) && end <= bytes.length && equals !== -1 && equals < end
    if (!fits || bytes[end - 1] !== 0x0a) {
      throw new BerthError('image.corrupt', 'a layer has a malformed pax header: push the image again')
    }
    records.set(byteString(bytes.subarray(blank + 1, equals)), bytes.subarray(equals + 1, end - 1))
    at = end
  }
  return records
}
