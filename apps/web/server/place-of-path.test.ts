import { expect, test } from 'vitest'
import { placeOfPath } from './place-of-path.ts'

test('a page of a tenant names it, and the app or repository that it shows', () => {
  expect(placeOfPath('/t/acme')).toEqual({ tenant: 'acme' })
  expect(placeOfPath('/t/acme/members')).toEqual({ tenant: 'acme' })
  expect(placeOfPath('/t/acme/apps/hello/logs')).toEqual({ tenant: 'acme', app: 'hello' })
  expect(placeOfPath('/t/acme/images/library/welcome/')).toEqual({
    tenant: 'acme',
    repository: 'library/welcome',
  })
})

test('other pages name none', () => {
  for (const path of ['/', '/t', '/t/', '/account', '/admin/users']) expect(placeOfPath(path)).toBe(undefined)
})
