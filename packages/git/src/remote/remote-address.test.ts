import { expect, test } from 'vitest'
import { parseRemoteAddress } from './remote-address.ts'

const HTTPS = 'https://github.com/acme/shop.git'

test('https, ssh and the short form of ssh', () => {
  expect(parseRemoteAddress(HTTPS)).toEqual({ protocol: 'https', host: 'github.com', port: 443, url: HTTPS })
  expect(parseRemoteAddress('https://Git.Example:8443/a/b')).toMatchObject({
    port: 8443,
    url: 'https://git.example:8443/a/b',
  })
  const ssh = {
    protocol: 'ssh',
    host: 'github.com',
    port: 22,
    url: 'ssh://git@github.com:22/acme/shop.git',
  }
  expect(parseRemoteAddress('git@github.com:acme/shop.git')).toEqual(ssh)
  expect(parseRemoteAddress('ssh://git@github.com/acme/shop.git')).toEqual(ssh)
  expect(parseRemoteAddress('ssh://host:2222/x')).toMatchObject({ port: 2222, url: 'ssh://git@host:2222/x' })
})

test.each([
  'http://github.com/a/b',
  'git://github.com/a/b',
  'file:///etc/passwd',
  '/srv/git/a',
  'ext::sh -c id',
  'https://token@github.com/a/b',
  'https://me:token@github.com/a/b',
  'https://github.com/',
  'https://github.com/a/b?x=1',
  'https://[::1]/a/b',
  'git@-oProxyCommand=id:a/b',
  '-oProxyCommand=id@host:a',
  "ssh://git@host/a'b",
  'git@host:a b',
  'https://host/a/$(id)',
  '',
])('%s is refused', (address) => {
  expect(() => parseRemoteAddress(address)).toThrow(expect.objectContaining({ code: 'git.address_invalid' }))
})
