import { expect, test } from 'vitest'
import { answer, answers, parseQuery, RCODE, TYPE, truncated, withId } from './dns-message.ts'
import { question } from './question.fixture.ts'

function parsed(packet: Uint8Array) {
  const query = parseQuery(packet)
  if (!query) throw new Error('not a query')
  return query
}

test('a question is read in lower case, without its last dot', () => {
  expect(parsed(question('Web.Shop', TYPE.a))).toMatchObject({ id: 7, name: 'web.shop', type: 1, class: 1 })
  expect(parsed(question('', TYPE.a)).name).toBe('')
})

test('a label with bytes that no name has matches no name', () => {
  expect(parsed(question('sh\u0000op', TYPE.a)).name).toBe('sh?op')
})

test.each([
  ['an empty packet', new Uint8Array(0)],
  ['a cut question', question('shop', TYPE.a).subarray(0, 15)],
  ['a question without its type', question('shop', TYPE.a).subarray(0, -3)],
  ['an answer', answer(parsed(question('shop', TYPE.a)), RCODE.ok, [1])],
  ['two questions', Object.assign(question('shop', TYPE.a), { 5: 2 })],
  ['a pointer in the question', Object.assign(question('shop', TYPE.a), { 12: 0xc0 })],
  ['a name that never ends', new Uint8Array(4096).fill(63, 12).fill(1, 5, 6)],
  ['a packet that is too long', new Uint8Array(5000)],
])('%s is not answered', (_, packet) => {
  expect(parseQuery(packet)).toBeUndefined()
})

test('an answer repeats the question and carries an A record for each address', () => {
  const packet = question('Shop', TYPE.a)
  const reply = Buffer.from(answer(parsed(packet), RCODE.ok, [0x0a000002, 0x0a000003], 5))
  expect(reply.subarray(0, 2)).toEqual(Buffer.from([0, 7]))
  expect(reply.readUInt16BE(2)).toBe(0x8580) // answer, authoritative, recursion desired and available
  expect(reply.readUInt16BE(6)).toBe(2)
  expect(reply.subarray(12, packet.length)).toEqual(Buffer.from(packet.subarray(12)))
  expect(reply.subarray(packet.length).toString('hex')).toBe(
    'c00c000100010000000500040a000002c00c000100010000000500040a000003',
  )
})

test('an answer that is cut says so', () => {
  expect((truncated(parsed(question('shop', TYPE.a)))[2] ?? 0) & 0x02).toBe(0x02)
})

test('only the same id and the same question are an answer', () => {
  const query = parsed(question('example.com', TYPE.a))
  const reply = withId(answer(query, RCODE.ok, [1]), 99)
  expect(answers(reply, query, 99)).toBe(true)
  expect(answers(reply, query, 98)).toBe(false)
  expect(answers(reply, parsed(question('example.org', TYPE.a)), 99)).toBe(false)
  expect(answers(withId(question('example.com', TYPE.a), 99), query, 99)).toBe(false)
})
