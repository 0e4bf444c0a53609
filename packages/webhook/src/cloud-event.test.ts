import { expect, test } from 'vitest'
import { testEvent, toCloudEvent } from './cloud-event.ts'

const at = { url: 'https://berth.example', now: new Date('2026-01-02T03:04:05Z') }
const tenantId = 'ten_secret'

test('a push is an event that names the image, who pushed, and nothing of our own', () => {
  const about = {
    repository: 'acme/web',
    digest: 'sha256:1',
    tag: 'v1',
    mediaType: 'm',
    bytes: 5,
    by: 'a@b.c',
  }
  const event = toCloudEvent({ kind: 'push', tenantId, ...about }, at)
  expect(event).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^evt_/),
    source: 'https://berth.example/v2/',
    type: 'berth.registry.push',
    subject: 'acme/web:v1',
    time: '2026-01-02T03:04:05.000Z',
    datacontenttype: 'application/json',
    data: about,
  })
})

test('subjects are what one would pull', () => {
  const gone = { kind: 'delete', tenantId, repository: 'acme/web', why: 'asked', by: null } as const
  expect(toCloudEvent({ ...gone, digest: 'sha256:1', tag: null }, at).subject).toBe('acme/web@sha256:1')
  expect(toCloudEvent({ ...gone, digest: null, tag: null }, at).subject).toBe('acme/web')
})

test('a quota and a test have no subject', () => {
  const quota = { kind: 'quota', tenantId, level: 'warning', usedBytes: 8, limitBytes: 10 } as const
  expect(toCloudEvent(quota, at)).not.toHaveProperty('subject')
  expect(testEvent(at)).not.toHaveProperty('subject')
})

test('an app in trouble is an event of its own kind, that names it', () => {
  const about = { app: 'shop', message: 'shop web.1 was killed' }
  expect(toCloudEvent({ kind: 'crash_loop', tenantId, ...about }, at)).toMatchObject({
    ...{ source: 'https://berth.example/', type: 'berth.app.crash_loop', subject: 'shop', data: about },
  })
  expect(toCloudEvent({ kind: 'deploy_failed', tenantId, ...about }, at).type).toBe('berth.deploy.failed')
})
