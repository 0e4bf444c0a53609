import type { Scripts } from '@berth/sandbox'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'

/** Scripts run on the nodes whose streams this process holds. */
export function nodeScripts(connected: ConnectedNodes): Scripts {
  return {
    reaches: (nodeId) => connected.has(nodeId),
    run: (nodeId, request) => {
      const timeoutMs = (request.waitMs ?? 0) + request.timeoutMs + GRACE_MS
      return connected.get(nodeId).peer.call('sandbox.script', request, { timeoutMs })
    },
  }
}

/** What a node needs to say that a script took too long. */
const GRACE_MS = 10_000
