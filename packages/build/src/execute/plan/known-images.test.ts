import type { ResolvedImage } from '@berth/image'
import { expect, test } from 'vitest'
import { createKnownImages } from './known-images.ts'

const image = (history = ''): ResolvedImage => ({
  platform: { os: 'linux', architecture: 'amd64' },
  config: {
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [] },
    history: [{ comment: history }],
  },
  layers: [],
})

function counted(content = image()) {
  const reads: string[] = []
  const known = createKnownImages()
  const find = (digest: string, platform = 'linux/amd64') =>
    known.find(digest, platform, async () => {
      reads.push(`${platform} ${digest}`)
      return content
    })
  return { reads, find }
}

test('an image is read once for each platform', async () => {
  const { reads, find } = counted()
  expect(await find('sha256:a')).toEqual(image())
  expect(await find('sha256:a')).toEqual(image())
  await find('sha256:a', 'linux/arm64')
  expect(reads).toEqual(['linux/amd64 sha256:a', 'linux/arm64 sha256:a'])
})

test('what a hostile image says at length is not remembered', async () => {
  const { reads, find } = counted(image('x'.repeat(100_000)))
  await find('sha256:a')
  await find('sha256:a')
  expect(reads).toHaveLength(2)
})

test('the one that was used longest ago is forgotten first, and one that could not be read is asked for again', async () => {
  const { reads, find } = counted()
  for (let i = 0; i < 100; i++) await find(`sha256:${i}`)
  await find('sha256:0')
  await find('sha256:new')
  reads.length = 0
  await find('sha256:0')
  await find('sha256:1')
  expect(reads).toEqual(['linux/amd64 sha256:1'])
  const known = createKnownImages()
  const failing = known.find('sha256:a', 'linux/amd64', () => Promise.reject(new Error('away')))
  await expect(failing).rejects.toThrow('away')
  expect(await known.find('sha256:a', 'linux/amd64', async () => image())).toEqual(image())
})
