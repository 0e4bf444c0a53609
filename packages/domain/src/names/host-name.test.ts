import { expect, test } from 'vitest'
import { isReserved, parseHost, refuseReserved } from './host-name.ts'

const own = { platformHost: 'berth.example', appsDomain: 'apps.example' }

test.each([
  ['www.example.org', 'www.example.org'],
  ['  WWW.Example.ORG. ', 'www.example.org'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['例え.jp', 'xn--r8jz45g.jp'],
  ['*.example.org', '*.example.org'],
])('%s is %s', (typed, host) => {
  expect(parseHost(typed, { star: true })).toBe(host)
})

test.each([
  ...['', 'example', '-a.example', 'a-.example', 'a..example', 'a_b.example', 'a.example:80', 'a.example/x'],
  ...['http://a.example', '10.0.0.1', '[::1]', '1.2.3', 'a b.example', 'a.example\nb', '*.*.example', '*'],
  ...[
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
    'a.example#x',
    'a.example;show',
    'x@a.example',
  ],
])('%j is none', (typed) => {
  expect(() => parseHost(typed, { star: true })).toThrow('is no host name')
})

test('a star stands only where it may', () => {
  expect(() => parseHost('*.example.org', { star: false })).toThrow('is no host name')
})

test.each([
  'berth.example',
  'x.berth.example',
  'apps.example',
  'a--b.apps.example',
  '*.apps.example',
  '*.example',
  'x.localhost',
])('%s belongs to the platform', (host) => {
  expect(isReserved(host, own)).toBe(true)
  expect(() => refuseReserved(host, own)).toThrow('belongs to the platform')
})

test.each(['notberth.example', 'apps.example.org', '*.example.org', 'example'])('%s does not', (host) => {
  expect(isReserved(host, own)).toBe(false)
})
