import { expect, test } from 'vitest'
import { imageTarget } from './image-target.ts'

test('without a tag the image is called as its folder, in letters that a repository may have', () => {
  expect(imageTarget('/srv/My App!', 'acme', undefined)).toEqual({ repository: 'acme/my-app', tag: 'latest' })
})

test('a tag may name the repository, and the tenant', () => {
  expect(imageTarget('.', 'acme', 'shop:1.2')).toEqual({ repository: 'acme/shop', tag: '1.2' })
  expect(imageTarget('.', 'acme', 'other/shop')).toEqual({ repository: 'other/shop', tag: 'latest' })
})

test('a folder whose name has no such letter wants a tag', () => {
  expect(() => imageTarget('/', 'acme', undefined)).toThrow('--tag NAME')
  expect(() => imageTarget('/x', 'acme', 'shop:')).toThrow('no name for an image')
})
