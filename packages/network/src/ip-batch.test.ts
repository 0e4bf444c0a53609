import { expect, test } from 'vitest'
import { bridgeName, macOf, newPortId, portPrefix } from './host-names.ts'
import {
  addressBatch,
  bridgeBatch,
  plugBatch,
  portBatch,
  removeLinksBatch,
  routedSubnets,
  uplinkMtu,
} from './ip-batch.ts'

const subnet = { first: 0x64400400, prefix: 22 } // 100.64.4.0/22

test('names of interfaces carry the instance and are short enough', () => {
  expect(bridgeName('abc123', subnet)).toMatch(/^babc123p[0-9a-z]+$/)
  expect(bridgeName('abc123', { first: 0xfffffc00, prefix: 22 }).length).toBeLessThanOrEqual(15)
  expect(`${portPrefix('abc123')}${newPortId()}`).toMatch(/^babc123v[0-9a-z]{7}$/)
})

test('a MAC is local, no multicast, and the same each time', () => {
  expect(macOf('x')).toMatch(/^02(?::[0-9a-f]{2}){5}$/)
  expect(macOf('x')).toBe(macOf('x'))
  expect(macOf('x')).not.toBe(macOf('y'))
})

test('a bridge keeps its MAC and has the gateway address', () => {
  expect(bridgeBatch('b0', subnet, 1400)).toEqual([
    `link add name b0 address ${macOf('b0')} mtu 1400 type bridge forward_delay 0 stp_state 0 mcast_snooping 0`,
    'link set dev b0 addrgenmode none',
    'address replace 100.64.4.1/22 dev b0',
    'link set dev b0 up',
  ])
})

test('a port is made with its other end in the namespace', () => {
  expect(portBatch('v0', '/run/x', 1500)).toEqual([
    `link add name v0 mtu 1500 type veth peer name eth0 address ${macOf('v0')} mtu 1500 netns /run/x`,
    'link set dev v0 addrgenmode none',
  ])
  expect(plugBatch('v0', 'b0')).toEqual(['link set dev v0 master b0', 'link set dev v0 up'])
})

test('a container gets its address and the way out', () => {
  expect(addressBatch(subnet, 0x64400402)).toEqual([
    'link set dev lo up',
    'address replace 100.64.4.2/22 dev eth0',
    'link set dev eth0 up',
    'route replace default via 100.64.4.1 dev eth0',
  ])
})

test('many links are removed as one group', () => {
  expect(removeLinksBatch(['a', 'b'], 70_000)).toEqual([
    'link set dev a group 70000',
    'link set dev b group 70000',
    'link delete group 70000',
  ])
})

test('what the host routes elsewhere is seen, and its default route is not', () => {
  const routes = JSON.stringify([
    { dst: 'default', gateway: '192.0.2.1', dev: 'eth0' },
    { dst: '100.64.0.0/10', dev: 'tailscale0' },
    { type: 'local', dst: '192.0.2.2', dev: 'eth0' },
    { type: 'broadcast', dst: '192.0.2.255', dev: 'eth0' },
  ])
  expect(routedSubnets(routes)).toEqual(['100.64.0.0/10', '192.0.2.2'])
  expect(routedSubnets('')).toEqual([])
})

test('containers send what fits through the uplink', () => {
  const links = JSON.stringify([
    { ifname: 'lo', mtu: 65536 },
    { ifname: 'eth0', mtu: 1400 },
  ])
  expect(uplinkMtu(JSON.stringify([{ dst: 'default', dev: 'eth0' }]), links)).toBe(1400)
  expect(uplinkMtu('[]', links)).toBe(1500)
})
