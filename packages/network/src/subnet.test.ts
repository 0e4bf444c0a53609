import { expect, test } from 'vitest'
import {
  contains,
  formatAddress,
  formatSubnet,
  gatewayOf,
  nextAddress,
  overlap,
  parseAddress,
  parseSubnet,
  type Subnet,
  split,
} from './subnet.ts'

function subnet(text: string): Subnet {
  const parsed = parseSubnet(text)
  if (!parsed) throw new Error(`${text} is not a subnet`)
  return parsed
}

test.each(['0.0.0.0', '10.1.2.3', '255.255.255.255'])('%s reads and prints the same', (text) => {
  expect(formatAddress(parseAddress(text) ?? -1)).toBe(text)
})

test.each(['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.x', '::1'])(
  '%s is not an address',
  (text) => {
    expect(parseAddress(text)).toBeUndefined()
  },
)

test('a subnet is cut to its first address, and a plain address is one of its own', () => {
  expect(formatSubnet(subnet('10.1.2.3/8'))).toBe('10.0.0.0/8')
  expect(formatSubnet(subnet('10.1.2.3'))).toBe('10.1.2.3/32')
  expect(parseSubnet('10.0.0.0/33')).toBeUndefined()
  expect(parseSubnet('default')).toBeUndefined()
})

test('overlap sees either one within the other', () => {
  expect(overlap(subnet('10.0.0.0/8'), subnet('10.9.0.0/22'))).toBe(true)
  expect(overlap(subnet('10.9.0.0/22'), subnet('10.0.0.0/8'))).toBe(true)
  expect(overlap(subnet('10.0.0.0/22'), subnet('10.0.4.0/22'))).toBe(false)
  expect(contains(subnet('100.64.0.0/22'), parseAddress('100.64.3.255') ?? 0)).toBe(true)
})

test('a pool is split from its lowest subnet up', () => {
  expect([...split(subnet('100.64.0.0/20'), 22)].map(formatSubnet)).toEqual([
    '100.64.0.0/22',
    '100.64.4.0/22',
    '100.64.8.0/22',
    '100.64.12.0/22',
  ])
})

test('addresses are given in turn, and one that came back rests', () => {
  const small = subnet('10.0.0.0/29')
  expect(formatAddress(gatewayOf(small))).toBe('10.0.0.1')
  const given: string[] = []
  let last = 0
  for (let i = 0; i < 6; i++) {
    const address = nextAddress(small, new Set(), last)
    if (address === undefined) throw new Error('full')
    given.push(formatAddress(address))
    last = address
  }
  expect(given).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6', '10.0.0.2'])
})

test('a full subnet gives none', () => {
  const small = subnet('10.0.0.0/29')
  const all = new Set(['2', '3', '4', '5', '6'].map((last) => parseAddress(`10.0.0.${last}`) ?? 0))
  expect(nextAddress(small, all, 0)).toBeUndefined()
})
