import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { rememberSettings, resolveSettings } from './up-settings.ts'

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

test('an address with a path is refused', () => {
  expect(() => resolveSettings({ url: 'https://example.com/berth' }, true)).toThrow('is not an address')
})

test('what was asked for once holds until something else is asked for', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'berth-settings-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  await rememberSettings(dir, { port: 8080 })
  expect(await rememberSettings(dir, { appsDomain: 'a.test' })).toEqual({ port: 8080, appsDomain: 'a.test' })
})
