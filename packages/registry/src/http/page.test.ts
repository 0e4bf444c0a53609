import { expect, test } from 'vitest'
import { nextPageLink, parsePage } from './page.ts'

test('a page is limited whether it is asked for or not', () => {
  expect(parsePage(new URLSearchParams())).toEqual({ limit: 1000, last: '' })
  expect(parsePage(new URLSearchParams('n=2&last=a'))).toEqual({ limit: 2, last: 'a' })
  expect(parsePage(new URLSearchParams('n=99999999999')).limit).toBe(1000)
})

test.each(['-1', 'x', '1.5', ''])('n=%s is refused', (n) => {
  expect(() => parsePage(new URLSearchParams({ n }))).toThrow('n is a number')
})

test('the link to the next page is relative and escapes the name', () => {
  expect(nextPageLink('/v2/a/b/tags/list', { limit: 2, last: '' }, 'v1')).toBe(
    '</v2/a/b/tags/list?n=2&last=v1>; rel="next"',
  )
})
