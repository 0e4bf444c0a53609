import { newId } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
beforeAll(async () => {
  registry = await startRegistry()
})
afterAll(() => registry.close())

test('a push by tag, a push by digest, and both kinds of deletion are told to the webhooks of the tenant', async () => {
  const { db } = registry
  const { id: tenantId } = await db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })
  const { id: rivalId } = await db.tenant.findUniqueOrThrow({ where: { name: 'rival' } })
  const hook = { url: 'https://hooks.example/', events: ['push', 'delete'], createdBy: 'owner@acme.test' }
  await db.webhook.create({ data: { id: newId('webhook'), tenantId: rivalId, name: 'rival', ...hook } })
  await db.webhook.create({ data: { id: newId('webhook'), tenantId, name: 'ours', ...hook } })

  const { token } = await registry.tokenOf('owner@acme.test')
  const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  const repository = () => 'acme/told'
  const client = clientOf({ url: registry.url, headers: async () => ({ authorization }), repository })
  const { digest } = await client.pushImage('v1')
  await client.call('DELETE', client.at('manifests/v1'))
  await client.call('DELETE', client.at(`manifests/${digest}`))
  expect((await client.call('DELETE', client.at('manifests/v1'))).status).toBe(404)

  const rows = await db.webhookDelivery.findMany({
    include: { webhook: true },
    orderBy: { createdAt: 'asc' },
  })
  expect(new Set(rows.map(({ webhook }) => webhook.name))).toEqual(new Set(['ours']))
  const told = rows.map(({ event }) => event as { type: string; subject: string; data: { by: string } })
  expect(told.map(({ type, subject }) => `${type} ${subject}`)).toEqual([
    'berth.registry.push acme/told:v1',
    'berth.registry.delete acme/told:v1',
    `berth.registry.delete acme/told@${digest}`,
  ])
  expect(told[0]?.data.by).toBe('owner@acme.test')
})
