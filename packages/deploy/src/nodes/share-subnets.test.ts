import { expect, test } from 'vitest'
import { shareSubnets } from './share-subnets.ts'

const taken = ['100.64.4.0/22', '10.128.0.0/24']

test('a node holds what nobody else does, once', () => {
  expect(shareSubnets(['100.64.0.0/22', '100.64.0.0/22', '100.64.8.0/22'], taken)).toEqual({
    held: ['100.64.0.0/22', '100.64.8.0/22'],
    refused: [],
  })
})

test.each(['100.64.4.0/22', '100.64.7.9/32', '10.128.0.0/22', '10.128.3.7/22', '100.64.0.0/21', '0.0.0.0/0'])(
  '%s is refused',
  (subnet) => {
    expect(shareSubnets([subnet], taken)).toEqual({ held: [], refused: [subnet] })
  },
)

test('nobody takes more than a project needs', () => {
  expect(shareSubnets(['100.64.0.0/10'], []).held).toEqual([])
  expect(shareSubnets(['0.0.0.0/0'], []).held).toEqual([])
})
