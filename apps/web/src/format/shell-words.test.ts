import { expect, test } from 'vitest'
import { joinWords, splitWords } from './shell-words.ts'

test('a line is taken apart as a shell would', () => {
  expect(splitWords(`  node server.js --name 'it is'  "a \\"b\\"" c\\ d ''`)).toEqual([
    ...['node', 'server.js', '--name', 'it is', 'a "b"', 'c d', ''],
  ])
  expect(splitWords('')).toEqual([])
})

test('a quote that is left open is no line', () => {
  expect(splitWords(`sh -c 'echo`)).toBe(null)
})

test('nothing is expanded, and what is joined comes apart as it was', () => {
  const words = ['sh', '-c', 'echo "$HOME" && it\'s *', '']
  expect(splitWords(joinWords(words))).toEqual(words)
})
