import { expect, test } from 'vitest'
import { candidateReferences } from './reference.ts'

const context = { tenant: 'acme', host: 'localhost:7070' }
const repositories = (text: string) => candidateReferences(text, context).map(({ repository }) => repository)

test('a plain name is the own one first, then the library', () => {
  expect(repositories('hello:1')).toEqual(['acme/hello', 'library/hello'])
  expect(repositories('localhost:7070/hello')).toEqual(['acme/hello', 'library/hello'])
})

test('a whole name is nothing else', () => {
  expect(repositories('other/hello:1')).toEqual(['other/hello'])
  expect(repositories('localhost:7070/library/busybox')).toEqual(['library/busybox'])
})
