import { expect, test } from 'vitest'
import { matchRoute } from './route-table.ts'

test.each([
  ['GET', '/v2/', '', ''],
  ['GET', '/v2', '', ''],
  ['GET', '/v2/acme/web/tags/list', 'acme/web', ''],
  ['PUT', '/v2/acme/web/manifests/v1', 'acme/web', 'v1'],
  ['HEAD', '/v2/acme/a/b/manifests/sha256%3Aabc', 'acme/a/b', 'sha256:abc'],
  ['POST', '/v2/acme/web/blobs/uploads/', 'acme/web', ''],
  ['POST', '/v2/acme/web/blobs/uploads', 'acme/web', ''],
  ['PATCH', '/v2/acme/web/blobs/uploads/upl_1', 'acme/web', 'upl_1'],
  ['GET', '/v2/acme/tags/list/blobs/sha256:abc', 'acme/tags/list', 'sha256:abc'],
])('%s %s', (method, path, name, param) => {
  expect(matchRoute(method, path)).toMatchObject({ name, param })
})

test.each([
  '/v2/acme',
  '//v2/',
  '/v2/x/y',
  '/v2/acme/web/manifests/',
  '/v3/',
  '/v2/acme/web/blobs/a/b',
  '/internal/seal',
])('%s does not exist', (path) => {
  expect(() => matchRoute('GET', path)).toThrow('nothing at this path')
})

test.each([
  ['PUT', '/v2/token'],
  ['DELETE', '/v2/_catalog'],
  ['PATCH', '/v2/acme/web/manifests/v1'],
  ['constructor', '/v2/'],
])('%s %s is not possible', (method, path) => {
  expect(() => matchRoute(method, path)).toThrow('is not possible here')
})
