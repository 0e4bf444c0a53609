import { expect, test } from 'vitest'
import { chooseBranch } from './fetch-remote.ts'

const A = 'a'.repeat(40)
const LISTED = `ref: refs/heads/trunk\tHEAD\n${A}\tHEAD\n${A}\trefs/heads/next\n${A}\trefs/heads/trunk\n`
const url = 'https://git.example/a/b'

test('the branch that is asked for, else the one that the server has first', () => {
  expect(chooseBranch(LISTED, { url, branch: null })).toBe('trunk')
  expect(chooseBranch(LISTED, { url, branch: 'next' })).toBe('next')
})

test('an unknown branch names those that are, and an empty repository says so', () => {
  expect(() => chooseBranch(LISTED, { url, branch: 'main' })).toThrow('no branch main: it has next, trunk')
  expect(() => chooseBranch('', { url, branch: null })).toThrow('push to it first')
})
