import type { IncomingMessage, ServerResponse } from 'node:http'
import { Secret } from '@berth/core'
import { createTicketSigner, createTicketVerifier } from '@berth/vault'
import { expect, test } from 'vitest'
import { createPortPasses } from './port-passes.ts'

const HOST = 'lab-a.test'
const secret = new Secret('k'.repeat(43))
const clock = { now: () => new Date(1_000_000_000) }
const signer = createTicketSigner(secret, clock)
const own = { sandboxId: 'sbx_a', name: 'web' }
const port = { ...own, host: HOST, to: null, lock: 'bG9jaw==', empty: 'lab-frozen' } as const

type Answer = { status: number; body: string; headers: Record<string, unknown> }

function ask(
  at: string,
  { url = 'http://berth.test:7070', host = HOST, headers = { accept: 'text/html' }, method = 'GET' } = {},
): Answer {
  const tickets = createTicketVerifier(secret, clock)
  const answer: Answer = { status: 0, body: '', headers: {} }
  const response = {
    setHeader: (name: string, value: unknown) => (answer.headers[name] = value),
    writeHead(status: number, more: Record<string, unknown>) {
      answer.status = status
      Object.assign(answer.headers, more)
      return response
    },
    end: (body = '') => (answer.body = body),
  }
  const listen = createPortPasses({
    url,
    tickets,
    clock,
    portOf: (name) => (name === HOST ? port : undefined),
  })
  const path = `/door/port?host=${host}&at=${encodeURIComponent(at)}`
  listen({ url: path, method, headers } as unknown as IncomingMessage, response as unknown as ServerResponse)
  return answer
}

const entrance = (ticket: string, at = '/a?b=1') =>
  `/.berth/enter?ticket=${encodeURIComponent(ticket)}&at=${encodeURIComponent(at)}`

test('a ticket for this port becomes a cookie of this host alone, and leads on within it', () => {
  const answer = ask(entrance(signer.sign({ act: 'sandbox-port', ...own })))
  expect(answer).toMatchObject({ status: 303, headers: { location: '/a?b=1' } })
  const cookies = answer.headers['set-cookie'] as string[]
  expect(cookies).toHaveLength(2)
  for (const cookie of cookies) {
    expect(cookie).toContain('HttpOnly')
    expect(cookie.toLowerCase()).not.toContain('domain')
  }
  const [secure, ...others] = ask(entrance(signer.sign({ act: 'sandbox-port', ...own })), {
    url: 'https://berth.test',
  }).headers['set-cookie'] as string[]
  expect(secure).toMatch(/^__Host-berth-port=.*; Secure; SameSite=None/)
  expect(others).toEqual([])
})

test('whatever follows a ticket, it leads to no other host', () => {
  for (const at of [
    '//evil.test/x',
    '/\\evil.test',
    'https://evil.test',
    '////evil.test',
    '/a/..//evil.test',
  ]) {
    const { headers } = ask(entrance(signer.sign({ act: 'sandbox-port', ...own }), at))
    expect(String(headers['location'])).toMatch(/^\/[^/\\]/)
  }
})

test('a ticket for something else, a forged one and none at all are no pass: a browser is sent to the platform', () => {
  const tickets = [
    signer.sign({ act: 'sandbox-port', ...own, name: 'db' }),
    signer.sign({ act: 'sandbox-port', ...own, sandboxId: 'sbx_b' }),
    signer.sign({ act: 'seal', tenantId: 'ten_a' }),
    createTicketSigner(new Secret('s'.repeat(43)), clock).sign({ act: 'sandbox-port', ...own }),
    '',
    'x.y',
  ]
  for (const ticket of tickets) {
    const answer = ask(entrance(ticket))
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['location']).toBe('http://berth.test:7070/s/sbx_a/port/web?at=%2Fa%3Fb%3D1')
  }
  expect(ask('/x').headers['location']).toBe('http://berth.test:7070/s/sbx_a/port/web?at=%2Fx')
})

test('programs, frames and what changes something are refused, and a host of no port is not there', () => {
  expect(ask('/', { headers: { accept: '*/*' } }).status).toBe(403)
  expect(ask('/', { method: 'POST' }).status).toBe(403)
  const headers = { accept: 'text/html', 'sec-fetch-dest': 'iframe' }
  expect(ask('/', { headers }).status).toBe(403)
  expect(ask('/', { host: 'lab-b.test' }).status).toBe(404)
})
