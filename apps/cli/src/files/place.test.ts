import { expect, test } from 'vitest'
import { lastName, parsePlace } from './place.ts'

test.each([
  ['shop:/etc/hosts', { kind: 'app', app: 'shop', path: '/etc/hosts' }],
  ['shop:data', { kind: 'app', app: 'shop', path: 'data' }],
  ['./a:b', { kind: 'local', path: './a:b' }],
  ['/srv', { kind: 'local', path: '/srv' }],
  ['-', { kind: 'stream' }],
] as const)('%s', (text, place) => {
  expect(parsePlace(text)).toEqual(place)
})

test('an app without a path is said so', () => {
  expect(() => parsePlace('shop:')).toThrow('shop: names no path: write it as shop:/path')
})

test.each([
  ['/etc/hosts', 'hosts'],
  ['site', 'site'],
  ['.env', '.env'],
  ['site/', undefined],
  ['site/.', undefined],
  ['.', undefined],
  ['/', undefined],
  ['..', undefined],
])('%s is called %s', (path, name) => {
  expect(lastName(path)).toBe(name)
})
