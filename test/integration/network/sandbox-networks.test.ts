import { join } from 'node:path'
import { newId } from '@berth/core'
import {
  type Attachment,
  type AttachRequest,
  createNetwork,
  createResolver,
  type Resolver,
} from '@berth/network'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { ask, createLab, type Lab, request, serve, traces, within } from './lab.ts'
import { createWorld, type World } from './world.ts'

const doorPort = 30_000 + (process.pid % 1000) * 2
const hold = join(import.meta.dirname, 'hold.ts')
const send = join(import.meta.dirname, 'send.ts')
const lookup = join(import.meta.dirname, 'lookup.ts')
const KIB = 1024

let lab: Lab
let world: World
let resolver: Resolver
/** what the name servers of the world answer at this moment */
const names = new Map<string, string[]>()
const closers: { stop(): Promise<void> }[] = []

const allow = (...hosts: string[]) =>
  ({ kind: 'allow', hosts: hosts.map((host) => ({ host, ports: [80] })) }) as const

function attach(sandbox: string, name: string, more: Partial<AttachRequest>): Promise<Attachment> {
  return lab.network.attach({ ...request(sandbox, name), ...more })
}

async function resolve(from: Attachment, name: string): Promise<string> {
  return (await within(from.netnsPath, process.execPath, lookup, from.gateway, name)).stdout
}

async function listen(netns: string, port: number): Promise<void> {
  closers.push(await serve(netns, port))
}

beforeAll(async () => {
  world = await createWorld()
  names.set('packages.example', [world.internet])
  lab = await createLab({ doorPorts: [doorPort], lookup: async (host) => names.get(host) ?? [] })
  resolver = createResolver({
    directory: lab.options.resolverDir,
    log: { warn: () => undefined },
    servers: async () => [],
  })
  await resolver.open()
  await listen('host', doorPort)
  await listen(world.netns, 80)
  await listen(world.netns, 8080)
})

afterAll(async () => {
  await Promise.all(closers.map((closer) => closer.stop()))
  await resolver.close()
  await lab.close()
  await world.close()
})

test('without a way out a container has its siblings, their names, and nothing else', async () => {
  const sandbox = newId('project')
  const shell = await attach(sandbox, 'shell', { egress: { kind: 'none' } })
  const web = await attach(sandbox, 'web', { egress: { kind: 'none' } })
  const stranger = await attach(newId('project'), 'shell', { egress: { kind: 'none' } })
  await listen(web.netnsPath, 80)
  await eventually(async () => (await resolve(shell, 'web')) === web.address)
  expect(await ask(shell.netnsPath, web.address, 80)).toBe(shell.address)
  expect(await ask('host', web.address, 80)).toBe(web.gateway) // as the door reaches it
  await eventually(async () => (await resolve(shell, 'packages.example')) === 'ENOTFOUND')
  expect(await ask(shell.netnsPath, world.internet, 80)).toBeUndefined()
  expect(await ask(shell.netnsPath, shell.gateway, doorPort)).toBeUndefined()
  expect(await ask(shell.netnsPath, world.hostAddress, doorPort)).toBeUndefined()
  expect(await ask(stranger.netnsPath, web.address, 80)).toBeUndefined()
})

test('of an allow-list its hosts are reached by their names, at the ports that it names', async () => {
  const shell = await attach(newId('project'), 'shell', { egress: allow('packages.example') })
  await eventually(async () => (await resolve(shell, 'packages.example')) === world.internet)
  expect(await ask(shell.netnsPath, world.internet, 80)).toBe(world.hostAddress)
  expect(await ask(shell.netnsPath, world.internet, 8080)).toBeUndefined()
  expect(await ask(shell.netnsPath, world.privateNeighbour, 80)).toBeUndefined()
  expect(await ask(shell.netnsPath, shell.gateway, doorPort)).toBeUndefined()
  for (const name of ['other.example', 'secret.packages.example']) {
    await eventually(async () => (await resolve(shell, name)) === 'ENOTFOUND')
  }
})

test('a name that leads into a private network leads nowhere', async () => {
  names.set('rebound.example', [world.privateNeighbour, world.metadata])
  const shell = await attach(newId('project'), 'shell', { egress: allow('rebound.example') })
  expect(await ask('host', world.privateNeighbour, 80)).toBeDefined()
  expect(await ask(shell.netnsPath, world.privateNeighbour, 80)).toBeUndefined()
  expect(await ask(shell.netnsPath, world.metadata, 80)).toBeUndefined()
})

test('whoever gets the address of an allowed container is not allowed what that was', async () => {
  const sandbox = newId('project')
  const first = { ...request(sandbox, 'first'), egress: allow('packages.example') }
  const before = await lab.network.attach(first)
  expect(await ask(before.netnsPath, world.internet, 80)).toBeDefined()
  await attach(sandbox, 'stays', { egress: { kind: 'none' } }) // and with it the network
  await lab.network.detach(first.containerId)
  for (let tries = 0; ; tries++) {
    const next = { ...request(sandbox, 'next'), egress: { kind: 'none' } as const }
    const { address, netnsPath } = await lab.network.attach(next)
    if (address === before.address) {
      expect(await ask(netnsPath, world.internet, 80)).toBeUndefined()
      break
    }
    await lab.network.detach(next.containerId)
    expect(tries).toBeLessThan(14) // a network of 13 addresses has come round
  }
})

test('a container holds no more connections than it may', async () => {
  const shell = await attach(newId('project'), 'shell', { egress: { kind: 'open' }, connections: 20 })
  const { stdout } = await within(shell.netnsPath, process.execPath, hold, world.internet, '80', '40')
  expect(Number(stdout)).toBeGreaterThan(0)
  expect(Number(stdout)).toBeLessThanOrEqual(16)
})

test('its network is as fast as it may be, in both directions', async () => {
  const sandbox = newId('project')
  const slow = await attach(sandbox, 'slow', { egress: { kind: 'none' }, bandwidth: 512 * KIB })
  const fast = await attach(sandbox, 'fast', { egress: { kind: 'none' } })
  await listen(slow.netnsPath, 80)
  await listen(fast.netnsPath, 80)
  const took = async (from: Attachment, to: Attachment) =>
    Number((await within(from.netnsPath, process.execPath, send, to.address, '80', String(768 * KIB))).stdout)
  expect(await took(slow, fast)).toBeGreaterThan(900)
  expect(await took(fast, slow)).toBeGreaterThan(900)
})

test('sandboxes share what is claimed of the machine, and the next agent goes on with it', async () => {
  const own = await createLab({ doorPorts: [doorPort], lookup: async (host) => names.get(host) ?? [] })
  const requests = Array.from({ length: 6 }, () => ({
    ...request(newId('project'), 'shell'),
    egress: allow('packages.example'),
  }))
  try {
    const before = await Promise.all(requests.map((one) => own.network.attach(one)))
    expect(new Set(before.map(({ gateway }) => gateway)).size).toBe(6)
    expect(own.network.subnets()).toHaveLength(1)
    // the first is never closed: its process was killed
    const next = createNetwork(own.options)
    await next.open()
    expect(await Promise.all(requests.map(({ containerId }) => next.get(containerId)))).toEqual(before)
    const [first] = before
    await eventually(
      async () => (await ask(first?.netnsPath ?? '', world.internet, 80)) === world.hostAddress,
    )
    const another = await next.attach({ ...request(newId('project'), 'shell'), egress: { kind: 'none' } })
    expect(before.map(({ gateway }) => gateway)).not.toContain(another.gateway)
    await next.sweep(new Set())
    expect(next.subnets()).toEqual([])
    expect((await traces(own.instance)).filter((trace) => trace.includes('/subnets/'))).toEqual([])
    await next.close()
  } finally {
    await own.close()
  }
  expect(await traces(own.instance)).toEqual([])
})
