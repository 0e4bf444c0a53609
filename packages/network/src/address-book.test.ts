import { expect, test } from 'vitest'
import { createAddressBook } from './address-book.ts'
import { formatAddress, parseSubnet } from './subnet.ts'

const subnet = parseSubnet('100.64.4.0/29') ?? { first: 0, prefix: 0 }

test('addresses are given in turn, and none that is taken', () => {
  const book = createAddressBook(() => [0x64400403])
  expect(book.some('p', subnet, 2).map(formatAddress)).toEqual(['100.64.4.2', '100.64.4.4'])
  expect(formatAddress(book.one('p', subnet))).toBe('100.64.4.5')
})

test('of a network that is full there are as many as are left, and then an error that says the limit', () => {
  const taken: number[] = []
  const book = createAddressBook(() => taken)
  taken.push(...book.some('p', subnet, 10))
  expect(taken).toHaveLength(5)
  expect(() => book.one('p', subnet)).toThrow('at most 5 containers')
})
