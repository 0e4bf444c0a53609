import { parseBytes } from '@berth/core'
import { z } from 'zod'

/** `256M` → bytes, as people write sizes into files. */
export function sizeField(least: number, example: string, most = Number.MAX_SAFE_INTEGER) {
  return z
    .union([z.string().max(32), z.number()])
    .describe(`a size, as ${example}`)
    .transform((size, context) => {
      const bytes = parseBytes(String(size))
      if (bytes !== undefined && bytes >= least && bytes <= most) return bytes
      const upTo = most === Number.MAX_SAFE_INTEGER ? 'up' : `to ${most}`
      context.addIssue({
        code: 'custom',
        message: `"${size}" is no size from ${least} bytes ${upTo}, as ${example}`,
      })
      return z.NEVER
    })
}
