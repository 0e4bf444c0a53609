import { expect, test } from 'vitest'
import { parseSubnet } from '../subnet.ts'
import { TYPE } from './dns-message.ts'
import { decide, mayAsk, parseZone, type Zone } from './zone.ts'

const file = {
  gateway: '100.64.0.1',
  subnet: '100.64.0.0/22',
  names: { shop: ['100.64.0.2', '100.64.0.3'], 'web.shop': ['100.64.0.2'] },
}

function zone(): Zone {
  const parsed = parseZone(file)
  if (!parsed) throw new Error('not a zone')
  return parsed
}

test('names of the project are answered with their addresses', () => {
  expect(decide(zone(), { name: 'shop', type: TYPE.a })).toEqual({
    kind: 'answer',
    addresses: [0x64400002, 0x64400003],
  })
  expect(decide(zone(), { name: 'web.shop', type: TYPE.a })).toMatchObject({ kind: 'answer' })
  expect(decide(zone(), { name: 'shop.internal', type: TYPE.a })).toMatchObject({ kind: 'answer' })
})

test('a name of the project has no IPv6 address, and says so at once', () => {
  expect(decide(zone(), { name: 'shop', type: TYPE.aaaa })).toEqual({ kind: 'answer', addresses: [] })
})

test.each(['redis', 'other.internal', 'printer.local', '1.2.3.10.in-addr.arpa', '64.100.in-addr.arpa'])(
  '%s is nobody here, and nobody outside is asked',
  (name) => {
    expect(decide(zone(), { name, type: TYPE.a })).toEqual({ kind: 'unknown' })
  },
)

test.each(['example.com', 'web.other', '8.8.8.8.in-addr.arpa', ''])('"%s" is asked outside', (name) => {
  expect(decide(zone(), { name, type: TYPE.a })).toEqual({ kind: 'forward' })
})

test('localhost is the container itself', () => {
  expect(decide(zone(), { name: 'shop--acme.localhost', type: TYPE.a })).toEqual({
    kind: 'answer',
    addresses: [0x7f000001],
  })
})

test('only containers of the network may ask', () => {
  expect(mayAsk(zone(), '100.64.3.9')).toBe(true)
  expect(mayAsk(zone(), '100.64.4.2')).toBe(false)
  expect(mayAsk(zone(), '203.0.113.9')).toBe(false)
})

test.each([null, 7, {}, { ...file, gateway: 'x' }, { ...file, subnet: 'x' }, { ...file, names: null }])(
  '%j is not a zone',
  (value) => {
    expect(parseZone(value)).toBeUndefined()
  },
)

test('a record that is no address is left out', () => {
  expect(parseZone({ ...file, names: { a: ['x', 7], b: 'x' } })?.names).toEqual(
    new Map([
      ['a', []],
      ['b', []],
    ]),
  )
  expect(parseZone(file)?.subnet).toEqual(parseSubnet('100.64.0.0/22'))
})

test('where only some hosts are allowed, no other name leads outside, and no other kind of question', () => {
  const closed = parseZone({ ...file, outside: { 'a.example': ['203.0.113.1'], 'b.example': [] } })
  if (!closed) throw new Error('not a zone')
  const ask = (name: string, type: number = TYPE.a) => decide(closed, { name, type })
  expect(ask('a.example')).toEqual({ kind: 'answer', addresses: [0xcb007101] })
  expect(ask('a.example', 16)).toEqual({ kind: 'answer', addresses: [] })
  expect(ask('b.example')).toEqual({ kind: 'unavailable' })
  expect(ask('data.a.example')).toEqual({ kind: 'unknown' })
  expect(ask('shop')).toMatchObject({ kind: 'answer', addresses: [0x64400002, 0x64400003] })
  expect(parseZone({ ...file, outside: 'x' })).toBeUndefined()
})
