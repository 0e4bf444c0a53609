import { expect, test } from 'vitest'
import { sentence } from './sentence.ts'

test('a message becomes a sentence', () => {
  expect(sentence('not enough memory left')).toBe('Not enough memory left.')
  expect(sentence('push it first.')).toBe('Push it first.')
})

test('an image or an app at its beginning is written as it is called', () => {
  expect(sentence('hello:1 exited with code 1')).toBe('hello:1 exited with code 1.')
  expect(sentence('library/welcome not found')).toBe('library/welcome not found.')
  expect(sentence('busybox exited with code 1', 'busybox')).toBe('busybox exited with code 1.')
  expect(sentence('"x" is not a name')).toBe('"x" is not a name.')
})
