import { MEDIA_TYPES } from '@berth/oci'
import { expect, test } from 'vitest'
import { checkManifest } from './manifest.ts'

const digest = `sha256:${'a'.repeat(64)}`
const config = { mediaType: MEDIA_TYPES.ociConfig, digest, size: 2 }
const image = { schemaVersion: 2, mediaType: MEDIA_TYPES.ociManifest, config, layers: [] as object[] }
const index = { schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests: [config] }
const check = (value: unknown, type: string | undefined = MEDIA_TYPES.ociManifest) =>
  checkManifest(Buffer.from(JSON.stringify(value)), type)

test('an image names its config, its blobs and its subject', () => {
  const layers = [config, { ...config, urls: ['https://example.com/x'] }]
  const checked = check({ ...image, layers, subject: config, annotations: { a: 'b' } })
  expect(checked).toMatchObject({ kind: 'image', subject: digest, artifactType: config.mediaType })
  expect(checked.blobs).toHaveLength(1)
})

test('an index names its children', () => {
  expect(check(index, MEDIA_TYPES.ociIndex)).toMatchObject({
    kind: 'index',
    children: [config],
    artifactType: null,
  })
})

test('without a content type the manifest speaks for itself', () => {
  expect(check(image, '').mediaType).toBe(MEDIA_TYPES.ociManifest)
})

test.each([
  ['another media type than it was sent as', { ...image, mediaType: MEDIA_TYPES.dockerManifest }],
  ['both manifests and layers', { ...image, manifests: [] }],
  ['a key that differs in case only', { ...image, Layers: [] }],
  ['the layers of schema 1', { ...image, fsLayers: [] }],
  ['a layer without a digest', { ...image, layers: [{ mediaType: 'x', size: 1 }] }],
  ['a negative size', { ...image, config: { ...config, size: -1 } }],
  ['another schema version', { ...image, schemaVersion: 1 }],
  ['a NUL character', { ...image, annotations: { a: '\0' } }],
  ['half a surrogate pair', { ...image, annotations: { a: '\ud800' } }],
  ['no object at all', [image]],
])('%s is refused', (_, value) => {
  expect(() => check(value)).toThrow('this manifest is refused')
})

test('an index with a config is refused', () => {
  expect(() => check({ ...index, config }, MEDIA_TYPES.ociIndex)).toThrow('two kinds of manifest')
})

test.each(['text/plain', 'application/json', 'constructor'])('the media type %s is refused', (type) => {
  expect(() => check({ ...image, mediaType: undefined }, type)).toThrow('media type')
})
