import type { NodeFiles } from '@berth/sandbox'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'

/** Files on the nodes whose streams this process holds. */
export function nodeFiles(connected: ConnectedNodes): NodeFiles {
  return {
    read: async (nodeId, request) => connected.get(nodeId).peer.call('files.read', request),
    write: async (nodeId, request) => connected.get(nodeId).peer.call('files.write', request),
    change: async (nodeId, request) => connected.get(nodeId).peer.call('files.change', request),
  }
}
