import { join } from 'node:path'
import { newId } from '@berth/core'
import { type Attachment, createResolver, type Resolver } from '@berth/network'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { createLab, type Lab, request, within } from './lab.ts'
import { startUpstream } from './upstream-server.ts'

const lookup = join(import.meta.dirname, 'lookup.ts')
let lab: Lab
let shop: Attachment
let spy: Attachment
let resolver: Resolver
let upstream: Awaited<ReturnType<typeof startUpstream>>
const shopRequest = { ...request(newId('project'), 'shop-web-1'), names: ['shop', 'web.shop'] }

async function ask(from: Attachment | 'host', server: string, name: string): Promise<string> {
  const netns = from === 'host' ? 'host' : from.netnsPath
  return (await within(netns, process.execPath, lookup, server, name)).stdout
}

beforeAll(async () => {
  lab = await createLab()
  upstream = await startUpstream({ truncate: true })
  shop = await lab.network.attach(shopRequest)
  resolver = createResolver({
    directory: lab.options.resolverDir,
    log: { warn: () => undefined },
    servers: async () => [upstream.server],
  })
  await resolver.open()
  spy = await lab.network.attach(request(newId('project'), 'spy')) // a project that comes later
})

afterAll(async () => {
  await resolver.close()
  upstream.close()
  await lab.close()
})

test('a container finds its project by name', async () => {
  expect(await ask(shop, shop.gateway, 'shop')).toBe(shop.address)
  expect(await ask(shop, shop.gateway, 'web.shop')).toBe(shop.address)
  expect(await ask(shop, shop.gateway, 'shop.internal')).toBe(shop.address)
})

test('a project that came later is served too, and does not see the names of another', async () => {
  await eventually(async () => (await ask(spy, spy.gateway, 'spy')) === spy.address)
  expect(await ask(spy, spy.gateway, 'shop')).toBe('ENOTFOUND')
})

test('other names are asked outside, over TCP where the answer is too long for UDP', async () => {
  upstream.seen.length = 0
  expect(await ask(shop, shop.gateway, 'example.com')).toBe('192.0.2.7')
  expect(upstream.seen).toEqual(['udp', 'tcp'])
})

test('nobody but the containers of a network is answered on its gateway', async () => {
  expect(await ask(spy, shop.gateway, 'example.com')).not.toBe('192.0.2.7')
})

test('a container that comes or goes changes the answer', async () => {
  const second = { ...request(shopRequest.projectId, 'shop-web-2'), names: ['shop'] }
  const { address } = await lab.network.attach(second)
  await eventually(async () => (await ask(shop, shop.gateway, 'shop')).split(' ').length === 2)
  expect((await ask(shop, shop.gateway, 'shop')).split(' ').sort()).toEqual([shop.address, address].sort())
  await lab.network.detach(second.containerId)
  await eventually(async () => (await ask(shop, shop.gateway, 'shop')) === shop.address)
})
