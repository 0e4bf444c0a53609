import type { IncomingMessage, ServerResponse } from 'node:http'
import { Secret } from '@berth/core'
import { createTicketSigner, createTicketVerifier } from '@berth/vault'
import { beforeEach, expect, test } from 'vitest'
import { createPortPasses } from './port-passes.ts'

const HOST = 'lab-a.test'
const secret = new Secret('k'.repeat(43))
const clock = { now: () => new Date(1_000_000_000) }
/** what passes are signed with now */
let current: { turn: number; lock: string } | null
beforeEach(() => (current = { turn: own.turn, lock: 'bG9jaw==' }))
const signer = createTicketSigner(secret, clock)
const at = { sandboxId: 'sbx_a', name: 'web' }
const own = { ...at, turn: 7 }
const port = { ...at, host: HOST, to: null, lock: 'bG9jaw==', empty: 'lab-frozen' } as const

type Answer = { status: number; body: string; headers: Record<string, unknown> }

async function ask(
  path: string,
  { url = 'http://berth.test:7070', host = HOST, headers = { accept: 'text/html' }, method = 'GET' } = {},
): Promise<Answer> {
  const tickets = createTicketVerifier(secret, clock)
  const answer: Answer = { status: 0, body: '', headers: {} }
  const ended = Promise.withResolvers<void>()
  const response = {
    setHeader: (name: string, value: unknown) => (answer.headers[name] = value),
    writeHead(status: number, more: Record<string, unknown>) {
      answer.status = status
      Object.assign(answer.headers, more)
      return response
    },
    end(body = '') {
      answer.body = body
      ended.resolve()
    },
  }
  const listen = createPortPasses({
    url,
    tickets,
    clock,
    portOf: (name) => (name === HOST ? port : undefined),
    lockOf: async () => current,
    log: { warn: () => undefined },
  })
  const asked = `/door/port?host=${host}&at=${encodeURIComponent(path)}`
  listen({ url: asked, method, headers } as unknown as IncomingMessage, response as unknown as ServerResponse)
  await ended.promise
  return answer
}

const entrance = (ticket: string, at = '/a?b=1') =>
  `/.berth/enter?ticket=${encodeURIComponent(ticket)}&at=${encodeURIComponent(at)}`

test('a ticket for this port becomes a cookie of this host alone, and leads on within it', async () => {
  const answer = await ask(entrance(signer.sign({ act: 'sandbox-port', ...own })))
  expect(answer).toMatchObject({ status: 303, headers: { location: '/a?b=1' } })
  const cookies = answer.headers['set-cookie'] as string[]
  expect(cookies).toHaveLength(2)
  for (const cookie of cookies) {
    expect(cookie).toContain('HttpOnly')
    expect(cookie.toLowerCase()).not.toContain('domain')
  }
  const overTls = await ask(entrance(signer.sign({ act: 'sandbox-port', ...own })), {
    url: 'https://berth.test',
  })
  const [secure, ...others] = overTls.headers['set-cookie'] as string[]
  expect(secure).toMatch(/^__Host-berth-port=.*; Secure; SameSite=None/)
  expect(others).toEqual([])
})

test('whoever stays gets another pass and is sent nowhere, and without a ticket nothing', async () => {
  const stay = (ticket: string) => ask(`/.berth/enter?ticket=${encodeURIComponent(ticket)}&stay=1`)
  const ticket = signer.sign({ act: 'sandbox-port', ...own })
  const stays = await stay(ticket)
  expect(stays).toMatchObject({ status: 204, body: '' })
  expect(stays.headers['location']).toBeUndefined()
  expect(stays.headers['set-cookie']).toHaveLength(2)
  const forged = await stay('x.y')
  expect(forged.status).toBe(403)
  expect(forged.headers['set-cookie']).toBeUndefined()
})

test('whatever follows a ticket, it leads to no other host', async () => {
  for (const at of [
    '//evil.test/x',
    '/\\evil.test',
    'https://evil.test',
    '////evil.test',
    '/a/..//evil.test',
  ]) {
    const { headers } = await ask(entrance(signer.sign({ act: 'sandbox-port', ...own }), at))
    expect(String(headers['location'])).toMatch(/^\/[^/\\]/)
  }
})

test('a ticket for something else, a forged one and none at all are no pass: a browser is sent to the platform', async () => {
  const tickets = [
    signer.sign({ act: 'sandbox-port', ...own, name: 'db' }),
    signer.sign({ act: 'sandbox-port', ...own, sandboxId: 'sbx_b' }),
    signer.sign({ act: 'seal', tenantId: 'ten_a' }),
    createTicketSigner(new Secret('s'.repeat(43)), clock).sign({ act: 'sandbox-port', ...own }),
    '',
    'x.y',
  ]
  for (const ticket of tickets) {
    const answer = await ask(entrance(ticket))
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['location']).toBe('http://berth.test:7070/s/sbx_a/port/web?at=%2Fa%3Fb%3D1')
  }
  expect((await ask('/x')).headers['location']).toBe('http://berth.test:7070/s/sbx_a/port/web?at=%2Fx')
})

test('programs, frames and what changes something are refused, and a host of no port is not there', async () => {
  expect((await ask('/', { headers: { accept: '*/*' } })).status).toBe(403)
  expect((await ask('/', { method: 'POST' })).status).toBe(403)
  const headers = { accept: 'text/html', 'sec-fetch-dest': 'iframe' }
  expect((await ask('/', { headers })).status).toBe(403)
  expect((await ask('/', { host: 'lab-b.test' })).status).toBe(404)
})

test('a ticket of before a right was lost, or of a sandbox that has ended, is no pass', async () => {
  const ticket = signer.sign({ act: 'sandbox-port', ...own })
  for (const now of [{ turn: own.turn + 1, lock: 'b3RoZXI=' }, null]) {
    current = now
    expect((await ask(entrance(ticket))).headers['set-cookie']).toBeUndefined()
  }
})
