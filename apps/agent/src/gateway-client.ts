import { setTimeout as sleep } from 'node:timers/promises'
import type { Builder } from '@berth/build/execute'
import type { Logger } from '@berth/log'
import type { Hello, Node } from '@berth/node'
import {
  agentToControl,
  controlToAgent,
  createPeer,
  GATEWAY_VERSION,
  type Peer,
  type Wire,
} from '@berth/protocol'

/** The agent's stream to control, opened again whenever it is lost. */
export type GatewayClient = {
  close(): Promise<void>
}

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 5000

export function createGatewayClient(options: {
  dial: () => Promise<Wire>
  node: Node
  builder: Builder
  /** told after each hello what control answered */
  onHello: (hello: Hello) => void
  log: Logger
}): GatewayClient {
  const { node, builder, log } = options
  const over = new AbortController()
  let current: Peer<typeof agentToControl> | undefined
  const running = keepConnected()

  return {
    async close() {
      over.abort()
      current?.close()
      await running
    },
  }

  async function keepConnected(): Promise<void> {
    let away = false
    for (let wait = FIRST_WAIT_MS; !over.signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        await connectOnce(() => {
          wait = FIRST_WAIT_MS
          away = false
        })
        log.info('the stream to control is over: dialling again')
      } catch (error) {
        // one line per outage, not one per attempt
        if (!away) log.warn({ err: error }, 'control cannot be reached: trying again until it can')
        away = true
      }
      await sleep(wait, undefined, { signal: over.signal }).catch(() => undefined) // closed meanwhile
    }
  }

  /** Resolves when the stream that it opened is over. */
  async function connectOnce(onUp: () => void): Promise<void> {
    const wire = await options.dial()
    const peer: Peer<typeof agentToControl> = createPeer({
      wire,
      version: GATEWAY_VERSION,
      incoming: controlToAgent,
      outgoing: agentToControl,
      handlers: node.handlers((id) => peer.openChannel(id)),
      onUnexpected: (error, name) =>
        log.error({ err: error, name }, 'a call of control failed for no known reason'),
    })
    current = peer
    if (over.signal.aborted) peer.close()
    try {
      options.onHello(await node.connected(peer, peer.closed))
      log.info('connected to control')
      builder.connected(peer, peer.closed).catch((error: unknown) => {
        log.warn({ err: error }, 'control was not asked for builds: the next hint asks')
      })
      onUp()
      await closed(peer.closed)
    } finally {
      peer.close()
    }
  }
}

function closed(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
