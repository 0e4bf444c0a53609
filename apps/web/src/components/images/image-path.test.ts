import { expect, test } from 'vitest'
import { imagePath, parseImagePath, repositoryPath } from './image-path.ts'

test.each([
  ['acme/hello', { repository: 'acme/hello', view: 'tags' }],
  ['acme/readme', { repository: 'acme/readme', view: 'tags' }],
  ['acme/hello/-/readme', { repository: 'acme/hello', view: 'readme' }],
  ['acme/a/b/-/image/v1', { repository: 'acme/a/b', view: 'image', reference: 'v1' }],
  ['acme/hello/-/image', { repository: 'acme/hello', view: 'tags' }],
  ['acme/hello/-/nothing', { repository: 'acme/hello', view: 'tags' }],
])('%s', (path, place) => {
  expect(parseImagePath(path.split('/'))).toEqual(place)
})

test('a path leads back to what it was made of', () => {
  const parts = (path: string) => path.split('/').slice(4).map(decodeURIComponent)
  const digest = `sha256:${'a'.repeat(64)}`
  expect(parseImagePath(parts(imagePath('acme', 'acme/x', digest)))).toMatchObject({ reference: digest })
  expect(parseImagePath(parts(repositoryPath('acme', 'acme/x', 'settings')))).toMatchObject({
    view: 'settings',
  })
})
