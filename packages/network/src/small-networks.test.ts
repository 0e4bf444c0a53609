import { expect, test } from 'vitest'
import { bridgeName } from './host-names.ts'
import { blockOf, createSmallNetworks } from './small-networks.ts'
import { formatSubnet, type Subnet } from './subnet.ts'

function blocks(): { claimed: Subnet[]; claim: () => Promise<Subnet> } {
  const claimed: Subnet[] = []
  const claim = async () => {
    const block = { first: 0x64400000 + claimed.length * 1024, prefix: 22 }
    claimed.push(block)
    return block
  }
  return { claimed, claim }
}

test('many that are asked for at once share one block, and none is given out twice', async () => {
  const { claimed, claim } = blocks()
  const networks = createSmallNetworks(claim)
  const taken = await Promise.all(Array.from({ length: 65 }, () => networks.take()))
  expect(new Set(taken.map(formatSubnet)).size).toBe(65)
  expect(claimed).toHaveLength(2)
  expect(taken.every((subnet) => subnet.prefix === 28)).toBe(true)
})

test('one that was given back rests, and the last of a block gives that back', async () => {
  const networks = createSmallNetworks(blocks().claim)
  const [first, second] = [await networks.take(), await networks.take()]
  expect(networks.give(first)).toBeUndefined()
  const third = await networks.take()
  expect(formatSubnet(third)).not.toBe(formatSubnet(first))
  expect(networks.give(third)).toBeUndefined()
  expect(networks.give(second)).toEqual(blockOf(first))
})

test('what an earlier run gave out is not given out again', async () => {
  const networks = createSmallNetworks(blocks().claim)
  networks.adopt({ first: 0x64400000, prefix: 28 })
  expect(formatSubnet(await networks.take())).toBe('100.64.0.16/28')
})

test('the bridges of small networks and of projects never have the same name', () => {
  const small = bridgeName('abc123', { first: 0xffff_fff0, prefix: 28 })
  expect(small.length).toBeLessThanOrEqual(15)
  expect(small).toMatch(/^babc123p0/)
  expect(bridgeName('abc123', { first: 0x64400000, prefix: 22 })).not.toMatch(/^babc123p0/)
})
