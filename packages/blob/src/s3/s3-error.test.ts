import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { onBucket, unlessAbsent } from './s3-error.ts'

function answer(name: string, status?: number): Promise<never> {
  const error = Object.assign(new Error('as the server said'), {
    name,
    $metadata: { httpStatusCode: status },
  })
  return Promise.reject(error)
}

test.each([
  ['AccessDenied', 403, 'storage.refused'],
  ['Unknown', 403, 'storage.refused'],
  ['NoSuchBucket', 404, 'storage.refused'],
  ['QuotaExceeded', 403, 'disk.full'],
  ['XMinioStorageFull', 507, 'disk.full'],
  ['SlowDown', 503, 'storage.unreachable'],
  ['TimeoutError', undefined, 'storage.unreachable'],
])('%s with status %s is %s', async (name, status, code) => {
  await expect(onBucket('images', answer(name, status))).rejects.toMatchObject({ code })
})

test('what is ours stays as it is', async () => {
  const own = new BerthError('registry.size_invalid', 'too short')
  await expect(onBucket('images', Promise.reject(own))).rejects.toBe(own)
})

test('what is not there is undefined for who can do without', async () => {
  expect(await unlessAbsent(onBucket('images', answer('NoSuchKey', 404)))).toBeUndefined()
  await expect(unlessAbsent(onBucket('images', answer('AccessDenied', 403)))).rejects.toThrow('refuses')
})
