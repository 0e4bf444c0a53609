import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { chooseTls, rememberSettings, resolveSettings } from './up-settings.ts'

test('without a word the platform is on loopback, port 7070', () => {
  expect(resolveSettings({}, true)).toEqual({
    port: 7070,
    url: 'http://localhost:7070',
    platformHost: 'localhost',
    appsDomain: 'localhost:7070',
    addresses: ['127.0.0.1', '::1'],
    sshPort: 7022,
    sshAddress: '127.0.0.1',
    tlsPort: 0,
    tls: 'off',
    acme: { email: '', url: '', caFile: '' },
  })
})

test('a public address opens the door to others', () => {
  const settings = resolveSettings(
    { url: 'https://berth.example.com/', appsDomain: 'apps.example.net' },
    false,
  )
  expect(settings).toMatchObject({
    url: 'https://berth.example.com',
    platformHost: 'berth.example.com',
    appsDomain: 'apps.example.net',
    addresses: ['0.0.0.0'],
    sshPort: 7022,
    sshAddress: '0.0.0.0',
  })
})

test('a name below localhost is an address of its own, and opens the door to nobody else', () => {
  expect(resolveSettings({ url: 'https://berth.localhost:8443' }, true)).toMatchObject({
    ...{ addresses: ['127.0.0.1', '::1'], sshAddress: '127.0.0.1' },
    ...{ platformHost: 'berth.localhost', appsDomain: 'berth.localhost:8443' },
  })
})

test('an address with a path is refused', () => {
  expect(() => resolveSettings({ url: 'https://example.com/berth' }, true)).toThrow('is not an address')
})

test('what was asked for once holds until something else is asked for', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'berth-settings-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  await rememberSettings(dir, { port: 8080 })
  expect(await rememberSettings(dir, { appsDomain: 'a.test' })).toEqual({ port: 8080, appsDomain: 'a.test' })
})

test('an address with TLS is served by the door where the authority may write to somebody', async () => {
  const url = 'https://berth.example.com'
  const asked = chooseTls({}, { url, acmeEmail: 'you@example.com' })
  expect(asked.tls).toBe('acme')
  expect(resolveSettings(asked, true)).toMatchObject({ port: 80, tlsPort: 443, tls: 'acme', url })
  expect(resolveSettings({ ...asked, url: `${url}:8443`, port: 8080 }, true)).toMatchObject({
    ...{ port: 8080, tlsPort: 8443, appsDomain: 'berth.example.com:8443' },
  })
})

test('what runs behind a proxy stays there, until something else is asked for', async () => {
  const url = 'https://berth.example.com'
  const saved = { url, tlsPort: 443, acmeEmail: 'you@example.com' } // certificates for domains of apps
  expect(chooseTls(saved, {}).tls).toBe('off')
  expect(resolveSettings(chooseTls(saved, {}), true)).toMatchObject({ port: 7070, tlsPort: 443, tls: 'off' })
  expect(chooseTls({}, { url }).tls).toBe('off')
  expect(chooseTls({ ...saved, tls: 'off' }, { tls: 'acme' }).tls).toBe('acme')
  expect(chooseTls({ port: 7070 }, {}).tls).toBeUndefined()
})

test.each([
  [{ tls: 'acme', acmeEmail: 'you@example.com' }, 'needs the public address'],
  [{ tls: 'files', url: 'http://berth.example.com' }, 'needs the public address'],
  [{ tls: 'acme', url: 'https://berth.example.com' }, 'needs --acme-email'],
  [{ tls: 'files', url: 'https://berth.example.com', tlsPort: 0 }, 'needs a port of its own'],
  [{ tls: 'files', url: 'https://berth.example.com', port: 443 }, 'needs a port of its own'],
] as const)('%o is refused: it %s', (asked, why) => {
  expect(() => resolveSettings(asked, true)).toThrow(why)
})
