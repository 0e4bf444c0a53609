import { BerthError, fromWireError, toBerthError } from '@berth/core'
import { type Channel, createChannels } from './channels.ts'
import type { Catalog, Handlers, ReplyOf, RequestOf } from './message.ts'
import { type Envelope, parseEnvelope, type Wire } from './wire.ts'

/** One end of a stream: calls in both directions, and channels of bytes beside them. */
export type Peer<Out extends Catalog> = {
  /**
   * Resolves with the acknowledgement. Errors: what the other side threw, protocol.timeout, protocol.disconnected,
   * protocol.overloaded, protocol.invalid_message (the reply is not what the catalog says).
   */
  call<K extends keyof Out & string>(
    name: K,
    request: RequestOf<Out, K>,
    options?: { timeoutMs?: number },
  ): Promise<ReplyOf<Out, K>>
  /** Frames of channel `id` arrive here from now on; those of channels that nobody opened are dropped. */
  openChannel(id: number): Channel
  /** Aborted when the stream is over. */
  readonly closed: AbortSignal
  close(): void
}

export type PeerOptions<In extends Catalog, Out extends Catalog> = {
  readonly wire: Wire
  readonly version: number
  /** what the other side may ask, and who answers it */
  readonly incoming: In
  readonly handlers: Handlers<In>
  /** what this side asks */
  readonly outgoing: Out
  readonly timeoutMs?: number
  /** calls in flight, in each direction; above it they are refused by protocol.overloaded */
  readonly maxInFlight?: number
  /** told of what a handler threw that is not a BerthError, before it goes out without its cause */
  readonly onUnexpected?: (error: unknown, name: string) => void
}

type Pending = { readonly settle: (envelope: Envelope) => void; readonly reject: (error: BerthError) => void }

/** Speaks both ways over `wire`: validates what comes and what goes, acknowledges every call, and never guesses. */
export function createPeer<In extends Catalog, Out extends Catalog>(
  options: PeerOptions<In, Out>,
): Peer<Out> {
  const { wire, version, outgoing, timeoutMs = 30_000, maxInFlight = 1024 } = options
  const over = new AbortController()
  const pending = new Map<number, Pending>()
  const channels = createChannels((bytes) => send(bytes))
  let answering = 0
  let nextId = 1

  wire.onMessage((data) => {
    if (typeof data !== 'string') return channels.receive(data)
    const envelope = parseEnvelope(data)
    if (!envelope) return wire.close()
    if (envelope.t === 'call') return void answer(envelope)
    pending.get(envelope.id)?.settle(envelope)
  })
  wire.onClose(() => {
    over.abort()
    for (const call of pending.values()) call.reject(disconnected())
    pending.clear()
    channels.closeAll()
  })

  return { call, openChannel: (id) => channels.open(id), closed: over.signal, close: () => wire.close() }

  async function call<K extends keyof Out & string>(
    name: K,
    request: RequestOf<Out, K>,
    { timeoutMs: limit = timeoutMs }: { timeoutMs?: number } = {},
  ): Promise<ReplyOf<Out, K>> {
    if (over.signal.aborted) throw disconnected()
    if (pending.size >= maxInFlight) throw overloaded(name)
    const message = outgoing[name]
    if (!message) throw unknownMessage(name)
    const id = nextId++
    const body = validate(message.request, request, `request ${name}`)
    const envelope = await new Promise<Envelope>((resolve, reject) => {
      const timer = setTimeout(() => reject(timedOut(name, limit)), limit)
      const finish = (then: () => void) => {
        clearTimeout(timer)
        then()
      }
      pending.set(id, {
        settle: (reply) => finish(() => resolve(reply)),
        reject: (error) => finish(() => reject(error)),
      })
      send(JSON.stringify({ t: 'call', v: version, id, name, body }))
    }).finally(() => pending.delete(id))
    if (envelope.t === 'failed') throw fromWireError(envelope.error)
    const reply = envelope.t === 'done' ? envelope.body : undefined
    return validate(message.reply, reply, `reply to ${name}`) as ReplyOf<Out, K> // zod's output of that schema
  }

  async function answer(envelope: Envelope & { t: 'call' }): Promise<void> {
    const { id, name } = envelope
    answering++
    try {
      if (answering > maxInFlight) throw overloaded(name)
      send(JSON.stringify({ t: 'done', id, body: await handle(envelope) }))
    } catch (thrown) {
      if (!(thrown instanceof BerthError)) options.onUnexpected?.(thrown, name)
      send(JSON.stringify({ t: 'failed', id, error: toBerthError(thrown) }))
    } finally {
      answering--
    }
  }

  async function handle({ v, name, body }: Envelope & { t: 'call' }): Promise<unknown> {
    if (v !== version) throw otherVersion(v, version)
    const message = Object.hasOwn(options.incoming, name) ? options.incoming[name] : undefined
    if (!message) throw unknownMessage(name)
    const request = validate(message.request, body, `request ${name}`)
    const handler = options.handlers[name] as (request: unknown) => Promise<unknown> // validated on the line above
    return validate(message.reply, await handler(request), `reply to ${name}`)
  }

  function send(data: string | Uint8Array): void {
    if (!over.signal.aborted) wire.send(data)
  }
}

type Parser = {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: unknown }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }
}

function validate(schema: Parser, value: unknown, what: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
  throw new BerthError(
    'protocol.invalid_message',
    `${what} is not as the catalog says: ${problems.join('; ')}`,
    {
      details: { problems },
    },
  )
}

function disconnected(): BerthError {
  return new BerthError('protocol.disconnected', 'the other side is not connected: try again')
}

function overloaded(name: string): BerthError {
  return new BerthError('protocol.overloaded', `too many calls are in flight to take ${name}: try again`)
}

function unknownMessage(name: string): BerthError {
  return new BerthError('protocol.unknown_message', `there is no message "${name}"`, { details: { name } })
}

function timedOut(name: string, ms: number): BerthError {
  return new BerthError('protocol.timeout', `${name} was not answered within ${ms} ms`, { details: { name } })
}

function otherVersion(theirs: number, ours: number): BerthError {
  return new BerthError(
    'protocol.version_mismatch',
    `the other side speaks version ${theirs}, this one ${ours}: upgrade the older`,
    { details: { theirs, ours } },
  )
}
