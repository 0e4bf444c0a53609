import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { parseRepositoryName } from './names.ts'
import { createUploadTickets, uploadIdOf } from './upload-ticket.ts'

const name = parseRepositoryName('acme/web')
const tickets = (now: () => number, key = 'k'.repeat(43)) =>
  createUploadTickets({ key: new Secret(key), clock: { now: () => new Date(now()) }, ttlMs: 1000 })

test('what one process issued another one reads, for the same repository and no other', () => {
  const ticket = tickets(() => 5000).issue(name)
  const other = tickets(() => 5500)
  expect(other.read(name, ticket)).toEqual({ id: uploadIdOf(ticket), state: 'fresh' })
  expect(other.read(parseRepositoryName('acme/web2'), ticket)).toBeUndefined()
  expect(tickets(() => 5500, 'x'.repeat(43)).read(name, ticket)).toBeUndefined()
})

test('it is over when its time is up, or when the upload ended', () => {
  let now = 5000
  const own = tickets(() => now)
  const [late, ended] = [own.issue(name), own.issue(name)]
  own.end(uploadIdOf(ended))
  expect([own.read(name, late)?.state, own.read(name, ended)?.state]).toEqual(['fresh', 'over'])
  now = 6001
  expect(own.read(name, late)?.state).toBe('over')
})

test.each([
  '',
  'upl_a',
  'upl_a.1',
  '../../etc.1.aaaaaaaaaaaaaaaaaaaaaa',
  'upl_a.1.aaaaaaaaaaaaaaaaaaaaaa',
  'upl_a.1.é',
])('nobody makes up %s', (made) => {
  expect(tickets(() => 1).read(name, made)).toBeUndefined()
})
