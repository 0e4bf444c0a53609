import { expect, test } from 'vitest'
import { formatReachable, parseReachable } from './reachable.ts'

test('a range of private addresses with a port is reachable', () => {
  const found = parseReachable(' 10.1.2.3/8:4873')
  expect(found && formatReachable(found)).toBe('10.0.0.0/8 . 4873')
  const one = parseReachable('192.168.1.7:80')
  expect(one && formatReachable(one)).toBe('192.168.1.7/32 . 80')
})

test.each([
  '10.0.0.0/8',
  '0.0.0.0/0:80',
  '8.0.0.0/7:80',
  '127.0.0.1:5432',
  '169.254.169.254:80',
  '100.64.0.0/10:80',
  '10.0.0.1:0',
  '10.0.0.1:70000',
  'mirror.example:80',
  '10.0.0.1:80 } ; drop',
])('%s is refused', (text) => {
  expect(parseReachable(text)).toBeUndefined()
})
