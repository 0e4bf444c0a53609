import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSigned } from './check-signature.ts'
import { type HookSender, readCall, readSender } from './hook-call.ts'

const COMMIT = '8a4f6b2c9d1e0f3a5b7c8d9e0f1a2b3c4d5e6f70'
const SENDERS: readonly [HookSender['provider'], Record<string, string>][] = [
  ['github', { 'x-github-event': 'push', 'x-github-delivery': 'd1', 'x-hub-signature-256': 's' }],
  [
    'gitea',
    {
      ...{ 'x-gitea-event': 'push', 'x-gitea-delivery': 'd1', 'x-gitea-signature': 's' },
      ...{ 'x-github-event': 'push', 'x-github-delivery': 'd1', 'x-hub-signature-256': 'other' },
    },
  ],
  ['gitlab', { 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': 'd1', 'x-gitlab-token': 's' }],
]

test.each(SENDERS)('%s is known by its headers', (provider, headers) => {
  expect(readSender(headers)).toMatchObject({ provider, deliveryId: 'd1', signature: 's' })
})

test('strangers, and calls without an id, are none', () => {
  expect(readSender({})).toBeUndefined()
  expect(readSender({ 'x-github-event': 'push' })).toBeUndefined()
  expect(readSender({ 'x-github-event': ['push', 'push'], 'x-github-delivery': 'd' })).toBeUndefined()
})

test('what GitLab sends again keeps its id', () => {
  const headers = { 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': 'new', 'idempotency-key': 'same' }
  expect(readSender(headers)).toMatchObject({ deliveryId: 'same' })
})

test('a push names its branch and commit; tags, deletes and other events are none', () => {
  const github = { provider: 'github', event: 'push' } as const
  const push = { ref: 'refs/heads/feat/x', before: '0'.repeat(40), after: COMMIT, repository: { id: 1 } }
  expect(readCall(github, push)).toEqual({ kind: 'push', branch: 'feat/x', commit: COMMIT })
  expect(readCall({ provider: 'gitlab', event: 'Push Hook' }, push)).toMatchObject({ kind: 'push' })
  expect(readCall(github, { ...push, ref: 'refs/tags/v1' })).toMatchObject({ kind: 'other' })
  expect(readCall(github, { ...push, after: '0'.repeat(40) })).toMatchObject({
    why: 'branch feat/x was deleted',
  })
  expect(readCall({ ...github, event: 'ping' }, { zen: '' })).toEqual({ kind: 'hello' })
  expect(readCall({ ...github, event: 'issues' }, push)).toMatchObject({ kind: 'other' })
  expect(readCall(github, 'nonsense')).toMatchObject({ kind: 'other' })
})

test('signatures are of the bytes and the secret', () => {
  const body = Buffer.from('{"a":1}')
  const mac = createHmac('sha256', 'secret').update(body).digest('hex')
  const sender = (provider: HookSender['provider'], signature: string) => ({
    ...{ provider, signature, deliveryId: 'd', event: 'push' },
  })
  expect(isSigned(sender('github', `sha256=${mac}`), body, 'secret')).toBe(true)
  expect(isSigned(sender('gitea', mac), body, 'secret')).toBe(true)
  expect(isSigned(sender('gitlab', 'secret'), body, 'secret')).toBe(true)
  expect(isSigned(sender('github', mac), body, 'secret')).toBe(false)
  expect(isSigned(sender('github', `sha256=${mac}`), Buffer.from('{"a":2}'), 'secret')).toBe(false)
  expect(isSigned(sender('gitea', ''), body, 'secret')).toBe(false)
  expect(isSigned(sender('gitlab', ''), body, 'secret')).toBe(false)
})
