import { expect, test } from 'vitest'
import { browserName } from './browser-name.ts'

test('browser and system are named, the more special browser first', () => {
  expect(browserName('Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140')).toBe('Edge, Windows')
  expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0')).toBe('Firefox, Linux')
  expect(browserName('Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/604')).toBe('Safari, iOS')
})

test('what tells nothing has no name', () => {
  expect([browserName(null), browserName('thing/1')]).toEqual([null, null])
})
