import { expect, test } from 'vitest'
import { parseGitIgnore, saysGitIgnore } from './git-ignore.ts'

const rules = parseGitIgnore('\uFEFF# modules\nnode_modules/\n*.log\n!keep.log\n/dist\ndoc/*.txt\n')
const says = (path: string, isFolder = false) => saysGitIgnore(rules, path, isFolder)

test('a pattern without a slash is for every depth, one with a slash for its place', () => {
  expect(says('a/b/x.log')).toBe(true)
  expect(says('dist', true)).toBe(true)
  expect(says('src/dist', true)).toBeUndefined()
  expect(says('doc/a.txt')).toBe(true)
  expect(says('src/doc/a.txt')).toBeUndefined()
})

test('a pattern that ends with a slash is for folders alone', () => {
  expect(says('web/node_modules', true)).toBe(true)
  expect(says('node_modules')).toBeUndefined()
})

test('a later pattern takes back what an earlier one left out', () => {
  expect(says('keep.log')).toBe(false)
})

test('patterns that would take minutes for one path are refused', () => {
  const slow = parseGitIgnore(`${'**a'.repeat(300)}b\n`.repeat(300))
  expect(() => saysGitIgnore(slow, `${'a'.repeat(250)}/`.repeat(16), false)).toThrow(/too slow/)
})
