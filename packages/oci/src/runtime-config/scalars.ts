import { z } from 'zod'

const MAX_UINT64 = 2n ** 64n - 1n

export const uint32 = z.int().min(0).max(0xffff_ffff)
export const uint16 = z.int().min(0).max(0xffff)
export const int64 = z.int()
/** Beyond 2^53 a JSON number arrives as a bigint (parse-json.ts), and so each of these is one. */
export const uint64 = z
  .custom<number | bigint>(isUint64, 'a whole number from 0 to 18446744073709551615')
  .transform(BigInt)
export const text = z.string().regex(/^[^\0]*$/, 'text without a NUL byte')
export const absolutePath = text.regex(/^\//, 'an absolute path')
export const texts = z.array(text)
export const textMap = z.record(z.string(), text)

function isUint64(value: unknown): boolean {
  if (typeof value === 'bigint') return value >= 0n && value <= MAX_UINT64
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
