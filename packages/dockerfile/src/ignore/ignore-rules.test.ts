import { expect, test } from 'vitest'
import { isIgnored, mayKeepBelow, parseIgnore } from './ignore-rules.ts'

const ignored = (rules: string, path: string) => isIgnored(parseIgnore(rules), path)

test.each([
  ['a', 'a', true],
  ['a', 'a/b/c', true],
  ['a', 'b/a', false],
  ['/a/', 'a', true],
  ['./a', 'a', true],
  ['a/../b', 'b', true],
  ['*', 'a', true],
  ['*', 'a/b', true],
  ['*.md', 'x.md', true],
  ['*.md', 'd/x.md', false],
  ['*/x.md', 'd/x.md', true],
  ['**/x.md', 'x.md', true],
  ['**/x.md', 'a/b/x.md', true],
  ['**/*.log', 'a/b.log', true],
  ['a/**', 'a/b/c', true],
  ['a/**', 'a', false],
  ['a/**/z', 'a/z', true],
  ['a/**/z', 'a/b/c/z', true],
  ['?.txt', 'a.txt', true],
  ['?.txt', 'ab.txt', false],
  ['[a-c].txt', 'b.txt', true],
  ['[^a-c].txt', 'b.txt', false],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['# a', '# a', false],
  [' a ', 'a', true],
  ['.', 'a', false],
  ['', 'a', false],
  ['a\n!a/keep', 'a/keep', false],
  ['a\n!a/keep', 'a/other', true],
  ['!a\na', 'a', true],
  ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
  ['*.md\n!README*.md\nREADME-secret.md', 'README-x.md', false],
  ['**\n!src/**', 'src/a', false],
  ['\uFEFFa', 'a', true],
])('%j of %s: left out is %s', (rules, path, expected) => {
  expect(ignored(rules, path)).toBe(expected)
})

test('a folder that is left out is looked into when a rule keeps something below it', () => {
  const rules = parseIgnore('a\nb\n!a/x/*.ts\n')
  expect(mayKeepBelow(rules, 'a')).toBe(true)
  expect(mayKeepBelow(rules, 'a/x')).toBe(true)
  expect(mayKeepBelow(rules, 'b')).toBe(false)
  expect(mayKeepBelow(parseIgnore('a\n!**/x'), 'a')).toBe(true)
})

test('a pattern that is none, or too many of them, is refused', () => {
  expect(() => parseIgnore('[a')).toThrow(/not a pattern/)
  expect(() => parseIgnore('a\n'.repeat(301))).toThrow(/more than 300/)
})

test('a pattern of many stars is decided at once', () => {
  expect(ignored(`${'*a'.repeat(100)}b`, 'a'.repeat(250))).toBe(false)
})

test('patterns that would take minutes for one path are refused', () => {
  const rules = parseIgnore(`${'**a'.repeat(300)}b\n`.repeat(300))
  const path = `${'a'.repeat(250)}/`.repeat(16)
  expect(() => isIgnored(rules, path)).toThrow(/too slow/)
})

test('all paths together have a bound, too', () => {
  const work = { left: 1000 }
  const rules = parseIgnore('**/*.log')
  expect(() => {
    for (let i = 0; i < 1000; i++) isIgnored(rules, `a/file-${i}.txt`, work)
  }).toThrow(/too slow/)
})
