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
  expect(placeOfPath('/t/acme/images/acme/a/b/-/image/1')).toEqual({ tenant: 'acme', repository: 'acme/a/b' })
  expect(placeOfPath('/t/acme/images/settings')).toEqual({ tenant: 'acme' })
})

test('a page of a release names its number, and what is no number', () => {
  const releaseAt = (name: string) => placeOfPath(`/t/acme/apps/hello/releases/${name}`)?.release
  expect(releaseAt('12')).toBe(12)
  for (const none of ['0', '07', '-1', '1.5', 'x', '99999999999']) expect(releaseAt(none)).toBe(null)
  expect(releaseAt('')).toBe(undefined)
})

test('other pages name none', () => {
  for (const path of ['/', '/t', '/t/', '/account', '/admin/users']) expect(placeOfPath(path)).toBe(undefined)
})
