import { expect, test } from 'vitest'
import { literalAddress, parseTarget } from './target.ts'

test.each([
  'https://hooks.example/x',
  'http://hooks.example',
  'https://hooks.example:8443/',
  'http://127.0.0.1:5000/v2/',
])('%s is taken', (text) => {
  expect(parseTarget(text).href).toContain('://')
})

test.each([
  '',
  'hooks.example',
  'ftp://hooks.example',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_',
  'https://user:pw@hooks.example',
  'http://hooks.example:22',
  'http://hooks.example:25',
  'http://hooks.example:0',
  'http://hooks.example:6667',
  'http://hooks.example:10080',
])('"%s" is refused', (text) => {
  expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: 'outbound.url_invalid' }))
})

test('an address in any spelling is seen as the number that it is', () => {
  expect(literalAddress(parseTarget('http://0x7f.1/'))).toBe('127.0.0.1')
  expect(literalAddress(parseTarget('http://2130706433/'))).toBe('127.0.0.1')
  expect(literalAddress(parseTarget('http://[::ffff:127.0.0.1]/'))).toBe('::ffff:7f00:1')
  expect(literalAddress(parseTarget('http://localhost/'))).toBeUndefined()
})
