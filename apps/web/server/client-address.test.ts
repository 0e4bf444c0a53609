import { expect, test } from 'vitest'
import { clientAddress } from './client-address.ts'

test('only what the door wrote at the end is the visitor', () => {
  expect(clientAddress({ 'x-forwarded-for': '6.6.6.6, 192.0.2.7' })).toBe('192.0.2.7')
  expect(clientAddress({ 'x-forwarded-for': '192.0.2.7' })).toBe('192.0.2.7')
  expect(clientAddress({})).toBeNull()
})
