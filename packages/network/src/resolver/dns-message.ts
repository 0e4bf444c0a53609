/** The little of RFC 1035 that a forwarder needs: it reads one question and writes A records; the rest it passes on. */
export type Query = {
  readonly id: number
  /** lower case, without the last dot */
  readonly name: string
  readonly type: number
  readonly class: number
  /** header and question as they came: an answer repeats them */
  readonly bytes: Uint8Array
}

export const TYPE = { a: 1, ptr: 12, aaaa: 28 } as const
export const RCODE = { ok: 0, formatError: 1, serverFailure: 2, nameError: 3, refused: 5 } as const
const CLASS_IN = 1
const HEADER = 12
/** QR: this is an answer */
const ANSWER_BIT = 0x80
const TRUNCATED_BIT = 0x02

/** Undefined when it is no plain query with exactly one question; such packets get no answer at all. */
export function parseQuery(packet: Uint8Array): Query | undefined {
  if (packet.length < HEADER + 5 || packet.length > 4096) return undefined
  const view = viewOf(packet)
  const isQuery = (view.getUint8(2) & 0xf8) === 0 // an answer, or another opcode, is not for us
  if (!isQuery || view.getUint16(4) !== 1 || view.getUint16(6) !== 0) return undefined
  const labels: string[] = []
  let at = HEADER
  for (;;) {
    const length = packet[at]
    if (length === undefined || length > 63) return undefined // a pointer has no place in a question
    at++
    if (length === 0) break
    if (at + length > packet.length || at - HEADER + length > 254) return undefined
    labels.push(printable(packet.subarray(at, at + length)))
    at += length
  }
  if (at + 4 > packet.length) return undefined
  return {
    id: view.getUint16(0),
    name: labels.join('.').toLowerCase(),
    type: view.getUint16(at),
    class: view.getUint16(at + 2),
    bytes: packet.subarray(0, at + 4),
  }
}

export function isInternet(query: Query): boolean {
  return query.class === CLASS_IN
}

/** An answer of our own: authoritative, with one A record per address (each 4 bytes). */
export function answer(query: Query, rcode: number, addresses: readonly number[] = [], ttl = 0): Uint8Array {
  const bytes = new Uint8Array(query.bytes.length + addresses.length * 16)
  bytes.set(query.bytes)
  const view = viewOf(bytes)
  const recursionDesired = view.getUint8(2) & 0x01
  view.setUint8(2, ANSWER_BIT | 0x04 | recursionDesired)
  view.setUint8(3, 0x80 | rcode) // recursion is available
  view.setUint16(6, addresses.length)
  view.setUint32(8, 0) // no authority, nothing additional
  addresses.forEach((address, i) => {
    const at = query.bytes.length + i * 16
    view.setUint16(at, 0xc000 | HEADER) // the name of the question
    view.setUint16(at + 2, TYPE.a)
    view.setUint16(at + 4, CLASS_IN)
    view.setUint32(at + 6, ttl)
    view.setUint16(at + 10, 4)
    view.setUint32(at + 12, address)
  })
  return bytes
}

/** The same packet under another id. */
export function withId(packet: Uint8Array, id: number): Uint8Array {
  const copy = packet.slice()
  viewOf(copy).setUint16(0, id)
  return copy
}

/** True when `packet` answers the query that went out as `id`: same id, same question, byte for byte. */
export function answers(packet: Uint8Array, query: Query, id: number): boolean {
  if (packet.length < query.bytes.length || viewOf(packet).getUint16(0) !== id) return false
  if (((packet[2] ?? 0) & ANSWER_BIT) === 0) return false
  return query.bytes.subarray(HEADER).every((byte, i) => byte === packet[HEADER + i])
}

/** What a client gets over UDP when the answer is longer than it takes: ask again over TCP. */
export function truncated(query: Query): Uint8Array {
  const bytes = answer(query, RCODE.ok)
  bytes[2] = (bytes[2] ?? 0) | TRUNCATED_BIT
  return bytes
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** What is no letter, digit, `-` or `_` becomes `?`: such a label matches no name of ours. */
function printable(label: Uint8Array): string {
  return String.fromCharCode(...label).replace(/[^a-z0-9_-]/gi, '?')
}
