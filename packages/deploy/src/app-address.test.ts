import { expect, test } from 'vitest'
import { appHost, appUrl } from './app-address.ts'

test.each([
  ['http://localhost:7070', 'localhost:7070', 'http://hello--acme.localhost:7070', 'hello--acme.localhost'],
  ['https://berth.example', 'Apps.example', 'https://hello--acme.apps.example', 'hello--acme.apps.example'],
])('%s and %s', (url, appsDomain, address, host) => {
  expect(appUrl('hello', 'acme', { url, appsDomain })).toBe(address)
  expect(appHost('hello', 'acme', { url, appsDomain })).toBe(host)
})
