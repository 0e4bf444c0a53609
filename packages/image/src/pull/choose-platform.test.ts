import type { Index, Platform } from '@berth/oci'
import { expect, test } from 'vitest'
import { checkPlatform, choosePlatform } from './choose-platform.ts'

function index(...platforms: (Platform | undefined)[]): Index {
  const manifests = platforms.map((platform, i) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${String(i).padStart(64, '0')}`,
    size: i,
    ...(platform ? { platform } : {}),
  }))
  return { schemaVersion: 2, manifests }
}

const linux = (architecture: string, variant?: string): Platform => ({
  os: 'linux',
  architecture,
  ...(variant ? { variant } : {}),
})

/** Position of the chosen manifest. */
function chosen(node: Platform, ...platforms: (Platform | undefined)[]): number {
  return choosePlatform(index(...platforms), node).size
}

test('the manifest of the node’s own platform is chosen', () => {
  expect(chosen(linux('amd64'), linux('arm64'), linux('amd64'))).toBe(1)
  expect(chosen(linux('arm64', 'v8'), linux('amd64'), linux('arm64'))).toBe(1)
  expect(chosen(linux('arm64'), linux('arm64', 'v8'), linux('amd64'))).toBe(0)
})

test('a variant that needs a newer processor is passed over', () => {
  expect(chosen(linux('amd64'), linux('amd64', 'v3'), linux('amd64'))).toBe(1)
  expect(chosen(linux('amd64', 'v3'), linux('amd64'), linux('amd64', 'v3'))).toBe(1)
})

test('provenance is no image, and a manifest without a platform is the last choice', () => {
  expect(chosen(linux('amd64'), { os: 'unknown', architecture: 'unknown' }, undefined, linux('amd64'))).toBe(
    2,
  )
  expect(chosen(linux('amd64'), { os: 'unknown', architecture: 'unknown' }, undefined)).toBe(1)
})

test('when nothing fits, the error names what there is and what the node is', () => {
  const images = index(linux('arm64', 'v8'), { os: 'windows', architecture: 'amd64' })
  expect(() => choosePlatform(images, linux('amd64'))).toThrow(
    'the image is for linux/arm64/v8, windows/amd64, and this node is linux/amd64',
  )
})

test('an image’s own configuration is checked too, in other spellings as well', () => {
  expect(() => checkPlatform(linux('arm64'), linux('amd64'))).toThrow('is for linux/arm64')
  expect(() => checkPlatform(linux('x86_64'), linux('amd64'))).not.toThrow()
})
