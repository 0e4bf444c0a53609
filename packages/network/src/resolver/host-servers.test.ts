import { expect, test } from 'vitest'
import { parseServers } from './host-servers.ts'

test('at most three name servers are taken, and nothing that is no address', () => {
  const text =
    '# comment\nsearch lan\nnameserver 10.0.0.53\nnameserver host\n nameserver ::1\nnameserver 1.1.1.1\nnameserver 9.9.9.9\n'
  expect(parseServers(text).map((server) => server.address)).toEqual(['10.0.0.53', '::1', '1.1.1.1'])
})
