import { expect, test } from 'vitest'
import { branchOf, checkRefName, findClashes } from './ref-name.ts'

test.each([
  'refs/heads/main',
  'refs/heads/feature/a-1',
  'refs/tags/v1.0',
  'refs/heads/主分支',
  'refs/heads/a@b',
])('%s is a name', (name) => expect(() => checkRefName(name)).not.toThrow())

test.each([
  'refs/heads/',
  'refs/heads',
  'HEAD',
  'refs/notes/commits',
  'refs/heads/../../etc',
  'refs/heads/a..b',
  'refs/heads/.hidden',
  'refs/heads/a.lock',
  'refs/heads/a//b',
  'refs/heads/a b',
  'refs/heads/a\nb',
  'refs/heads/a\u0000b',
  'refs/heads/a~1',
  'refs/heads/a\\b',
  'refs/heads/-x',
  'refs/heads/a@{1}',
  'refs/heads/a.',
  'refs/heads/\u202egnp',
  `refs/heads/${'a'.repeat(300)}`,
])('%j is none', (name) => expect(() => checkRefName(name)).toThrow())

test('a branch is told from a tag, and a folder from a file', () => {
  expect(branchOf('refs/heads/a/b')).toBe('a/b')
  expect(branchOf('refs/tags/a')).toBeUndefined()
})

test('a name is in the way of another one, and never of itself', () => {
  const clash = (name: string, ...others: string[]) => findClashes(new Set(others))(name)
  expect(clash('refs/heads/a', 'refs/heads/a/b')).toBe('refs/heads/a/b')
  expect(clash('refs/heads/a/b', 'refs/heads/a')).toBe('refs/heads/a')
  expect(clash('refs/heads/a', 'refs/heads/ab', 'refs/heads/a')).toBeUndefined()
})

test('all names are gone through once, however many are asked about', () => {
  const names = new Set(Array.from({ length: 5000 }, (_, i) => `refs/heads/${i}`))
  let walks = 0
  const counted = Object.assign(new Set(names), {
    [Symbol.iterator]: () => {
      walks += 1
      return names.values()
    },
  })
  const clashOf = findClashes(counted)
  for (const name of names) expect(clashOf(name)).toBeUndefined()
  expect(walks).toBe(1)
})
