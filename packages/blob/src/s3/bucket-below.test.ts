import { expect, test } from 'vitest'
import type { Bucket } from './bucket.ts'
import { bucketBelow } from './bucket-below.ts'

test('keys get the prefix on their way in and lose it on their way out', async () => {
  const asked: string[] = []
  const whole = {
    remove: async (key: string) => void asked.push(key),
    async *list(prefix: string) {
      asked.push(prefix)
      yield { key: `${prefix}ab`, size: 1, at: new Date(0) }
    },
  }
  const part = bucketBelow(whole as unknown as Bucket, 'sources/') // only what is asked here
  await part.remove('sha256/aa')
  const found: string[] = []
  for await (const { key } of part.list('sha256/')) found.push(key)
  expect(asked).toEqual(['sources/sha256/aa', 'sources/sha256/'])
  expect(found).toEqual(['sha256/ab'])
})
