import { expect, test } from 'vitest'
import { wantsInit } from './wants-init.ts'

test.each([
  [undefined, ['node', 'init'], true],
  [undefined, ['/usr/bin/tini', '--', 'node'], false],
  [undefined, ['/init'], false],
  [undefined, [], true],
  [true, ['/init'], true],
  [false, ['node'], false],
])('asked %j, with the program %j, process 1 is ours: %j', (asked, argv, ours) => {
  expect(wantsInit(asked, argv)).toBe(ours)
})
