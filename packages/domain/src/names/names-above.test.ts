import { expect, test } from 'vitest'
import { namesAbove } from './names-above.ts'

test.each([
  ['a.b.example.org', ['b.example.org', '*.b.example.org', 'example.org', '*.example.org']],
  ['*.example.org', ['example.org']],
  ['example.org', []],
])('above %s are %j', (host, names) => expect(namesAbove(host)).toEqual(names))
