import { BerthError } from '@berth/core'

export function wrongSize(expected: number, size: number): BerthError {
  return new BerthError('registry.size_invalid', `${expected} bytes were promised and ${size} came`, {
    details: { expected, size },
  })
}

export function wrongDigest(expected: string, actual: string): BerthError {
  return new BerthError(
    'registry.digest_invalid',
    `the content is ${actual} and not ${expected}: send it again`,
    {
      details: { expected, actual },
    },
  )
}
