import { expect, test } from 'vitest'
import { parseChallenge } from './bearer-challenge.ts'

test('a realm with its service is read, whatever else stands there', () => {
  const header =
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull",error="insufficient_scope"'
  expect(parseChallenge(header)).toEqual({
    kind: 'bearer',
    realm: 'https://auth.docker.io/token',
    service: 'registry.docker.io',
  })
  expect(parseChallenge('bearer realm="r"')).toEqual({ kind: 'bearer', realm: 'r', service: null })
  expect(parseChallenge('Basic realm="x"')).toEqual({ kind: 'basic' })
})

test.each([undefined, '', 'Bearer', 'Bearer service="x"', 'Negotiate', 'Digest realm="x"'])(
  '%s is none that is understood',
  (header) => expect(parseChallenge(header)).toBeUndefined(),
)
