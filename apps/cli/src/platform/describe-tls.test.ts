import type { OwnHostView, OwnTlsView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { describeTls } from './describe-tls.ts'

const notAfter = new Date('2027-02-20T10:00:00Z')
const certificate = { source: 'acme', issuer: "Let's Encrypt R11", notBefore: new Date(0), notAfter } as const

function viewOf(host: Partial<OwnHostView>, mode: OwnTlsView['mode'] = 'acme'): OwnTlsView {
  const platform = {
    host: 'berth.example.org',
    kind: 'platform',
    state: 'secure',
    certificate: null,
  } as const
  return {
    ...{ mode, url: 'https://berth.example.org', apps: { total: 3, secure: 2 } },
    hosts: [{ ...platform, failure: null, nextTryAt: null, ...host }],
  }
}

test('a certificate is told with its giver and its end', () => {
  expect(describeTls(viewOf({ certificate }))).toEqual({
    ok: true,
    message:
      "berth.example.org has a certificate of Let's Encrypt R11 until 2027-02-20 10:00 UTC; 2 of 3 apps have one",
  })
})

test('what went wrong is told with the next try, and what to do', () => {
  const told = describeTls(
    viewOf({ state: 'failed', failure: 'connection refused', nextTryAt: new Date('2026-11-22T12:05:00Z') }),
  )
  expect(told.ok).toBe(false)
  expect(told.message).toBe(
    'no certificate for berth.example.org came: connection refused; it is tried again 2026-11-22 12:05 UTC',
  )
  expect(told.fix).toContain('port 80 is open to the internet')
})

test('a renewal that fails is told while the certificate still serves', () => {
  const told = describeTls(viewOf({ certificate, failure: 'connection refused' }))
  expect([told.ok, told.message]).toEqual([
    false,
    expect.stringContaining('the next one did not come: connection refused'),
  ])
})

test('without TLS it says how to have it, and a proxy before the door is taken for one', () => {
  const off = viewOf({}, 'off')
  expect(describeTls({ ...off, url: 'http://localhost:7070' })).toMatchObject({
    ok: true,
    fix: expect.stringContaining('./berth up --url https://HOST --acme-email'),
  })
  expect(describeTls(off)).toEqual({ ok: true, message: expect.stringContaining('TLS before the door') })
})

test('where an administrator brings certificates, none is waited for', () => {
  expect(describeTls(viewOf({ state: 'missing' }, 'files'))).toMatchObject({
    ok: false,
    fix: 'bring one: berth tls set --cert FILE --key FILE',
  })
})
