import { forTenant } from '@berth/db'
import { systemClock } from '@berth/core'
import { createOutbox, createWebhookService } from '@berth/webhook'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, startControlPlane } from '../control/support/control-plane.ts'
import { isSigned, type Receiver, startReceiver } from './receiver.ts'

let plane: ControlPlane
let receiver: Receiver

beforeAll(async () => {
  ;[plane, receiver] = await Promise.all([startControlPlane(), startReceiver()])
})
afterAll(async () => {
  receiver.close()
  await plane.stop()
})

test('what happened is told although control was killed between its commit and the delivery', async () => {
  const { db, client: secrets, caller } = plane
  const { id: tenantId } = caller.tenant
  await plane.startControl()
  const service = createWebhookService({
    ...{ secrets, url: 'http://berth.test', clock: systemClock },
    allow: ['127.0.0.0/8'],
  })
  const acting = { db: forTenant(db, tenantId), tenantId, by: caller.by, ip: null }
  const fields = { name: 'ci', url: receiver.url, repositories: '*', enabled: true }
  const { secret } = await service.create(acting, { ...fields, events: ['push'] })
  await plane.killControl()

  const outbox = createOutbox({ url: 'http://berth.test', clock: systemClock })
  const image = { repository: 'acme/web', digest: 'sha256:1', mediaType: 'm', bytes: 1, tag: 'v1', by: null }
  await db.$transaction((tx) => outbox.note(tx, [{ kind: 'push', tenantId, ...image }]))
  expect(receiver.received).toEqual([])

  await plane.startControl()
  await eventually(() => receiver.received.length === 1, { withinMs: 10_000, what: 'the delivery' })
  const [sent] = receiver.received
  expect(sent && isSigned(sent, secret)).toBe(true)
})
