import { join } from 'node:path'
import { newId } from '@berth/core'
import type { Attachment } from '@berth/network'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, createLab, ip, type Lab, request, serve, within } from './lab.ts'
import { createWorld, type World } from './world.ts'

let lab: Lab
let other: Lab
let world: World
let a: Attachment
let sibling: Attachment
let stranger: Attachment
let guest: Attachment
const closers: { stop(): Promise<void> }[] = []
const hold = join(import.meta.dirname, 'hold.ts')
const doorPort = 30_000 + (process.pid % 1000) * 2
const tlsPort = 32_000 + (process.pid % 1000)

async function listen(netns: string, port: number, address?: string): Promise<void> {
  closers.push(await serve(netns, port, address))
}

beforeAll(async () => {
  world = await createWorld()
  lab = await createLab({ doorPorts: [doorPort, tlsPort] })
  other = await createLab({ doorPorts: [doorPort + 1] })
  const project = newId('project')
  a = await lab.network.attach(request(project, 'shop'))
  sibling = await lab.network.attach(request(project, 'redis'))
  stranger = await lab.network.attach(request(newId('project'), 'spy'))
  guest = await other.network.attach(request(newId('project'), 'guest'))
  await listen(a.netnsPath, 80)
  await listen(stranger.netnsPath, 80)
  await listen('host', doorPort)
  await listen('host', tlsPort)
  await listen('host', doorPort + 1)
  await listen('host', 53, a.gateway)
  await listen(world.netns, 80)
})

afterAll(async () => {
  await Promise.all(closers.map((closer) => closer.stop()))
  await lab.close()
  await other.close()
  await world.close()
})

describe('a container may', () => {
  test('reach another one of its project', async () => {
    expect(await ask(sibling.netnsPath, a.address, 80)).toBe(sibling.address)
  })

  test('reach the internet, as the host', async () => {
    expect(await ask(a.netnsPath, world.internet, 80)).toBe(world.hostAddress)
  })

  test('reach the door on any address of the host', async () => {
    expect(await ask(a.netnsPath, a.gateway, doorPort)).toBe(a.address)
    expect(await ask(a.netnsPath, world.hostAddress, doorPort)).toBe(a.address)
    expect(await ask(a.netnsPath, world.hostAddress, tlsPort)).toBe(a.address)
  })

  test('reach the resolver of its own network', async () => {
    expect(await ask(a.netnsPath, a.gateway, 53)).toBe(a.address)
  })

  test('be reached from the host', async () => {
    expect(await ask('host', a.address, 80)).toBe(a.gateway)
  })

  test('ping another one of its project and the internet', async () => {
    expect((await within(a.netnsPath, 'busybox', 'ping', '-c1', '-W2', sibling.address)).code).toBe(0)
    expect((await within(a.netnsPath, 'busybox', 'ping', '-c1', '-W2', world.internet)).code).toBe(0)
  })
})

describe('a container may not', () => {
  test('reach a container of another project', async () => {
    expect(await ask(stranger.netnsPath, a.address, 80)).toBeUndefined()
    expect((await within(stranger.netnsPath, 'busybox', 'ping', '-c1', '-W1', a.address)).code).not.toBe(0)
  })

  test('reach the metadata service of the cloud', async () => {
    expect(await ask('host', world.metadata, 80)).toBeDefined()
    expect(await ask(a.netnsPath, world.metadata, 80)).toBeUndefined()
  })

  test('reach private networks that the host reaches', async () => {
    expect(await ask('host', world.privateNeighbour, 80)).toBeDefined()
    expect(await ask(a.netnsPath, world.privateNeighbour, 80)).toBeUndefined()
  })

  test('reach any other port of the host, on any of its addresses', async () => {
    expect(await ask(a.netnsPath, a.gateway, doorPort + 1)).toBeUndefined()
    expect(await ask(a.netnsPath, world.hostAddress, doorPort + 1)).toBeUndefined()
    expect((await within(a.netnsPath, 'busybox', 'ping', '-c1', '-W1', a.gateway)).code).not.toBe(0)
  })

  test('reach the resolver of another network', async () => {
    expect(await ask(stranger.netnsPath, a.gateway, 53)).toBeUndefined()
  })

  test('reach a container, a gateway or the door of another platform on the machine', async () => {
    expect(await ask(guest.netnsPath, a.address, 80)).toBeUndefined()
    expect(await ask(guest.netnsPath, a.gateway, doorPort)).toBeUndefined()
    expect(await ask(guest.netnsPath, world.hostAddress, doorPort)).toBeUndefined()
    expect(await ask(guest.netnsPath, world.hostAddress, doorPort + 1)).toBe(guest.address)
    expect(await ask(guest.netnsPath, world.internet, 80)).toBe(world.hostAddress)
  })

  test('be reached from outside the host', async () => {
    expect(await ask(world.netns, a.address, 80)).toBeUndefined()
    expect(await ask(world.netns, a.gateway, 53)).toBeUndefined()
  })

  test('send from an address or a MAC that is not its own', async () => {
    const { netnsPath } = sibling
    expect(await ask(netnsPath, a.address, 80)).toBeDefined()
    const forged = sibling.address.replace(/\d+$/, '200')
    await within(netnsPath, 'ip', 'address', 'add', `${forged}/22`, 'dev', 'eth0')
    await within(netnsPath, 'ip', 'address', 'del', `${sibling.address}/22`, 'dev', 'eth0')
    await within(netnsPath, 'ip', 'route', 'replace', 'default', 'via', sibling.gateway)
    expect(await ask(netnsPath, a.address, 80)).toBeUndefined()
    expect(await ask(netnsPath, world.internet, 80)).toBeUndefined()
    await within(netnsPath, 'ip', 'address', 'add', `${sibling.address}/22`, 'dev', 'eth0')
    await within(netnsPath, 'ip', 'address', 'del', `${forged}/22`, 'dev', 'eth0')
    await within(netnsPath, 'ip', 'route', 'replace', 'default', 'via', sibling.gateway)
    expect(await ask(netnsPath, world.internet, 80)).toBeDefined()
    await within(netnsPath, 'ip', 'link', 'set', 'eth0', 'address', '02:00:00:00:00:77')
    expect(await ask(netnsPath, a.address, 80)).toBeUndefined()
  })

  test('use IPv6', async () => {
    expect((await within(a.netnsPath, 'ip', '-6', '-brief', 'address')).stdout.trim()).toBe('')
  })

  test('hold more connections than its limit', async () => {
    const small = await createLab({ doorPorts: [doorPort], connections: { max: 5, rate: 1000, burst: 1000 } })
    try {
      const { netnsPath } = await small.network.attach(request(newId('project'), 'greedy'))
      const { stdout } = await within(netnsPath, process.execPath, hold, world.internet, '80', '12')
      expect(Number(stdout)).toBe(5)
    } finally {
      await small.close()
    }
  })
})

test('a build reaches what its node names, also through a port that was made ahead', async () => {
  const builds = await createLab({ doorPorts: [doorPort], buildEgress: [`${world.privateNeighbour}:80`] })
  const sources = async () => {
    const set = await within('host', 'nft', 'list', 'set', 'inet', `berth_${builds.instance}`, 'sources')
    return set.stdout.split(' . ').length - 1
  }
  try {
    const project = newId('project')
    const first = await builds.network.attach(request(project, 'shop'))
    await expect.poll(sources).toBeGreaterThan(1) // one waits for the next container
    const build = await builds.network.attach({ ...request(project, 'build'), isBuild: true })
    expect(await ask(build.netnsPath, world.privateNeighbour, 80)).toBe(world.hostAddress)
    expect(await ask(first.netnsPath, world.privateNeighbour, 80)).toBeUndefined()
  } finally {
    await builds.close()
  }
})

test('what it sent and received is counted as its own', async () => {
  const { network } = lab
  const me = request(newId('project'), 'counter')
  const attachment = await network.attach(me)
  const before = await network.traffic(me.containerId)
  await within(attachment.netnsPath, 'busybox', 'ping', '-c3', '-s1000', '-i1', '-W1', world.internet)
  const after = await network.traffic(me.containerId)
  expect(after.txBytes - before.txBytes).toBeGreaterThan(3000)
  expect(after.rxBytes - before.rxBytes).toBeGreaterThan(3000)
  expect(await ip('link', 'show', attachment.hostInterface)).toContain(attachment.hostInterface)
})
