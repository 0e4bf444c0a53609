import { expect, test } from 'vitest'
import { chooseRef } from './choose-ref.ts'

const A = 'a'.repeat(40)
const LISTED = [
  `ref: refs/heads/trunk\tHEAD`,
  ...['HEAD', 'refs/heads/next', 'refs/heads/trunk', 'refs/tags/v1', 'refs/tags/v1^{}'].map(
    (name) => `${A}\t${name}`,
  ),
].join('\n')
const url = 'https://git.example/a/b'

test('a branch, a tag, a whole ref or a commit; else the branch that the server has first', () => {
  expect(chooseRef(LISTED, { url, ref: null })).toBe('refs/heads/trunk')
  expect(chooseRef(LISTED, { url, ref: 'next' })).toBe('refs/heads/next')
  expect(chooseRef(LISTED, { url, ref: 'v1' })).toBe('refs/tags/v1')
  expect(chooseRef(LISTED, { url, ref: 'refs/tags/v1' })).toBe('refs/tags/v1')
  expect(chooseRef(LISTED, { url, ref: A })).toBe(A)
})

test('what is not there names what is, and nothing becomes an option of git', () => {
  expect(() => chooseRef(LISTED, { url, ref: '--upload-pack=id' })).toThrow('it has next, trunk, v1')
  expect(() => chooseRef('', { url, ref: null })).toThrow('push to it first')
})
