import { expect, test } from 'vitest'
import { isGitIgnored, parseGitIgnore } from './git-ignore.ts'

const rules = parseGitIgnore('# modules\nnode_modules/\n*.log\n!keep.log\n/dist\ndoc/*.txt\n')
const isIgnored = (path: string, isFolder = false) => isGitIgnored(rules, path, isFolder)

test('a pattern without a slash is for every depth, one with a slash for its place', () => {
  expect(isIgnored('a/b/x.log')).toBe(true)
  expect(isIgnored('dist', true)).toBe(true)
  expect(isIgnored('src/dist', true)).toBe(false)
  expect(isIgnored('doc/a.txt')).toBe(true)
  expect(isIgnored('src/doc/a.txt')).toBe(false)
})

test('a pattern that ends with a slash is for folders alone', () => {
  expect(isIgnored('web/node_modules', true)).toBe(true)
  expect(isIgnored('node_modules')).toBe(false)
})

test('a later pattern takes back what an earlier one left out', () => {
  expect(isIgnored('keep.log')).toBe(false)
})
