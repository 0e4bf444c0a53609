import { newId } from '@berth/core'
import { expect, test } from 'vitest'
import { droppingChains } from './host-checks.ts'
import { bridgeName, macOf } from './host-names.ts'
import { addElements, portElements, deleteElements, projectElements } from './nft-elements.ts'
import { dropTables, REFUSED_RANGES, tables } from './nft-table.ts'

const subnet = { first: 0x64400400, prefix: 22 }
const record = {
  containerId: newId('container'),
  tenantId: newId('tenant'),
  projectId: newId('project'),
  hostname: 'shop',
  names: ['shop'],
  subnet,
  address: 0x64400402,
  port: 'abcdefg',
}

test('the tables are replaced in one transaction, and only our own', () => {
  const text = tables({
    ...{ instance: 'abc123', doorPorts: [7070, 7443], reachable: [] },
    connections: { max: 10, rate: 20, burst: 30 },
  })
  expect(text.startsWith('table inet berth_abc123\ndelete table inet berth_abc123\n')).toBe(true)
  expect(text).not.toContain('flush ruleset')
  expect(text).toContain('tcp dport { 7070, 7443 } accept')
  expect(text).toContain('ct count over 10')
  expect(text).toContain('rate over 20/second burst 30')
  for (const range of REFUSED_RANGES) expect(text).toContain(range)
})

test('a project and a container are elements, and nothing else', () => {
  const bridge = bridgeName('abc123', subnet)
  expect(addElements('abc123', projectElements('abc123', subnet)).split('\n')).toEqual([
    `add element inet berth_abc123 bridges { "${bridge}" }`,
    `add element inet berth_abc123 within { "${bridge}" . "${bridge}" }`,
    `add element inet berth_abc123 gateways { "${bridge}" . 100.64.4.1 }`,
    'add element inet berth_abc123 subnets { 100.64.4.0/22 }',
  ])
  expect(addElements('abc123', portElements('abc123', record)).split('\n')).toEqual([
    `add element inet berth_abc123 sources { "${bridge}" . 100.64.4.2 }`,
    `add element bridge berth_abc123 ports { "babc123vabcdefg" . ${macOf('babc123vabcdefg')} . 100.64.4.2 }`,
  ])
})

test('only builds reach what the settings of the node name', () => {
  const bridge = bridgeName('abc123', subnet)
  expect(addElements('abc123', portElements('abc123', { ...record, isBuild: true }))).toContain(
    `add element inet berth_abc123 builders { "${bridge}" . 100.64.4.2 }`,
  )
  const text = tables({
    ...{ instance: 'abc123', doorPorts: [7070, 7443], connections: { max: 10, rate: 20, burst: 30 } },
    reachable: [{ subnet: { first: 0x0a000000, prefix: 8 }, port: 4873 }],
  })
  expect(text).toContain('flags interval; elements = { 10.0.0.0/8 . 4873 }')
})

test('an element is deleted whether it is there or not', () => {
  const [add, remove] = deleteElements('abc123', portElements('abc123', record)).split('\n')
  expect(add?.replace(/^add/, 'delete')).toBe(remove)
})

test('both tables go together', () => {
  expect(dropTables('abc123')).toContain('delete table inet berth_abc123')
  expect(dropTables('abc123')).toContain('delete table bridge berth_abc123')
})

test('only forward chains of others that drop are told of', () => {
  const chain = (table: string, hook: string, policy: string) => ({
    chain: { family: 'ip', table, name: 'FORWARD', hook, policy },
  })
  const json = JSON.stringify({
    nftables: [
      { metainfo: {} },
      chain('filter', 'forward', 'drop'),
      chain('filter', 'input', 'drop'),
      chain('other', 'forward', 'accept'),
      chain('berth_abc123', 'forward', 'drop'),
    ],
  })
  expect(droppingChains(json, 'abc123')).toEqual(['ip filter FORWARD'])
})
