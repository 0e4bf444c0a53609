import type { Admission } from './admission.ts'
import { answer, isInternet, parseQuery, RCODE, truncated } from './dns-message.ts'
import type { Transport, Upstream } from './upstream.ts'
import { decide, mayAsk, type Zone } from './zone.ts'

/** Seconds: a container may be elsewhere in a moment. */
const TTL = 5
/** What every client takes over UDP; who takes more says so upstream too, which answers accordingly. */
const UDP_ANSWER = 512

/** The answer to one packet of a client; undefined when it gets none. */
export async function respond(
  packet: Uint8Array,
  context: {
    zone: Zone
    client: string
    transport: Transport
    upstream: Upstream
    admission: Admission
  },
): Promise<Uint8Array | undefined> {
  const { zone, client, transport } = context
  if (!mayAsk(zone, client)) return undefined
  const query = parseQuery(packet)
  if (!query) return undefined
  const decision = isInternet(query) ? decide(zone, query) : ({ kind: 'unknown' } as const)
  switch (decision.kind) {
    case 'answer': {
      const reply = answer(query, RCODE.ok, rotate(decision.addresses, query.id), TTL)
      return transport === 'udp' && reply.length > UDP_ANSWER ? truncated(query) : reply
    }
    case 'unknown':
      return answer(query, RCODE.nameError)
    case 'unavailable':
      return answer(query, RCODE.serverFailure)
    case 'forward': {
      const leave = context.admission.enter(client)
      if (!leave) return answer(query, RCODE.refused)
      try {
        return (await context.upstream(packet, query, transport)) ?? answer(query, RCODE.serverFailure)
      } finally {
        leave()
      }
    }
  }
}

/** Most clients take the first: each gets another one. */
function rotate(addresses: readonly number[], by: number): readonly number[] {
  const start = addresses.length === 0 ? 0 : by % addresses.length
  return [...addresses.slice(start), ...addresses.slice(0, start)]
}
