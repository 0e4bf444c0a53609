import { BerthError } from '@berth/core'

export const BLOCK = 512

/** One 512-byte header as it stands; names are byte strings. Source: POSIX pax, "ustar Interchange Format", GNU tar. */
export type TarHeader = {
  readonly flag: string
  readonly name: string
  readonly linkName: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly seconds: number
}

/** Undefined for a block of zeros, which ends an archive; error: image.corrupt. */
export function decodeTarHeader(block: Buffer): TarHeader | undefined {
  const sum = checksum(block)
  if (sum === BLANKS) return undefined
  if (sum !== tarNumber(block, 148, 8)) throw corrupt('a header has a wrong checksum')
  const name = field(block, 0, 100)
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? field(block, 345, 155) : ''
  return {
    flag: String.fromCharCode(block[156] ?? 0),
    name: prefix ? `${prefix}/${name}` : name,
    linkName: field(block, 157, 100),
    mode: tarNumber(block, 100, 8),
    uid: tarNumber(block, 108, 8),
    gid: tarNumber(block, 116, 8),
    size: tarNumber(block, 124, 12),
    seconds: tarNumber(block, 136, 12),
  }
}

/** The checksum counts its own field as blanks, so this is what a block of zeros has. */
const BLANKS = 8 * 32

function checksum(block: Buffer): number {
  let sum = BLANKS
  for (let i = 0; i < 148; i++) sum += block[i] ?? 0
  for (let i = 156; i < BLOCK; i++) sum += block[i] ?? 0
  return sum
}

function field(block: Buffer, offset: number, length: number): string {
  let end = offset
  while (end < offset + length && block[end] !== 0) end += 1
  return block.toString('latin1', offset, end)
}

/** Octal digits between blanks, or, when the first bit is set, a big-endian number in two's complement (GNU, star). */
export function tarNumber(block: Buffer, offset: number, length: number): number {
  const first = block[offset] ?? 0
  if (first & 0x80) return binaryNumber(block.subarray(offset, offset + length))
  const digits = field(block, offset, length).trim()
  let value = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 7) throw corrupt('a header has a number that is none')
    value = value * 8 + digit
  }
  return value
}

const ZERO = '0'.charCodeAt(0)

function binaryNumber(bytes: Buffer): number {
  let value = BigInt((bytes[0] ?? 0) & 0x7f)
  for (const byte of bytes.subarray(1)) value = (value << 8n) | BigInt(byte)
  const negative = ((bytes[0] ?? 0) & 0x40) !== 0
  const result = Number(negative ? value - (1n << BigInt(bytes.length * 8 - 1)) : value)
  if (!Number.isSafeInteger(result)) throw corrupt('a header has a number that is too large')
  return result
}

function corrupt(why: string): BerthError {
  return new BerthError('image.corrupt', `a layer is not a valid tar archive: ${why}; push the image again`)
}
