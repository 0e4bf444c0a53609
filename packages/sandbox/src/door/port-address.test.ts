import { expect, test } from 'vitest'
import { atPort, portHost, portLock, portUrl } from './port-address.ts'

const sandbox = { doorKey: '6c3cb1cf-4bd5-4ab4-9ac1-0a93f6f4c2a5', doorTurn: 0 }
const other = { doorKey: '6c3cb1cf-4bd5-4ab4-9ac1-0a93f6f4c2a6', doorTurn: 0 }

test('each port has a host of its own, which no app can have and no other one tells', () => {
  const host = portHost(sandbox, 'web', 'Apps.example:7070')
  expect(host).toMatch(/^lab-[0-9a-f]{24}\.apps\.example$/)
  expect(host).not.toContain('--')
  const hosts = [host, portHost(sandbox, 'db', 'apps.example'), portHost(other, 'web', 'apps.example')]
  expect(new Set(hosts).size).toBe(3)
})

test('its address has the scheme of the platform and the port of the apps', () => {
  const addresses = { url: 'https://berth.example', appsDomain: 'apps.example:8443' }
  expect(portUrl(sandbox, 'web', addresses)).toMatch(/^https:\/\/lab-[0-9a-f]{24}\.apps\.example:8443$/)
})

test.each([
  '/',
  '/a?b=1',
  '//evil.example/x',
  '/\\evil.example',
  '/@evil.example',
  '/..//evil.example',
] as const)('the path %j leads to no other host', (path) =>
  expect(new URL(atPort('https://lab-1.apps.example:8443', path)).host).toBe('lab-1.apps.example:8443'),
)

test('what it is locked with is of this port alone, and of this turn', () => {
  const next = { ...sandbox, doorTurn: 1 }
  const locks = [sandbox, other, next].map((one) => portLock(one, 'web')).concat(portLock(sandbox, 'db'))
  expect(new Set(locks).size).toBe(4)
  expect(portHost(next, 'web', 'apps.example')).toBe(portHost(sandbox, 'web', 'apps.example'))
  expect(Buffer.from(portLock(sandbox, 'web'), 'base64')).toHaveLength(32)
})
