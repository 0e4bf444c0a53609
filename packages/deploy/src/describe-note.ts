import { describeEnd, formatBytes } from '@berth/core'
import type { DeployNote } from '@berth/protocol'

/** One English sentence for the CLI and events; the page has its own words in each language. */
export function describeNote(note: DeployNote): string {
  switch (note.kind) {
    case 'resolved':
      return note.image
    case 'pulls':
      return `${formatBytes(note.bytes)} of ${formatBytes(note.total)}, ${note.layersDone} of ${note.layers} layers`
    case 'waits':
      return `waiting for ${describeAsked(note)}, at most ${note.seconds} s`
    case 'waits-for-command':
      return `waiting until "${note.command}" exits with 0, at most ${note.seconds} s`
    case 'ended':
      return `${note.image} ${note.end ? describeEnd(note.end) : 'ended'}`
    case 'unanswered':
      return `${note.image} runs, but nothing answers ${note.path === undefined ? 'on' : `GET ${note.path} on`} port ${note.port} after ${note.seconds} s: check the port${note.path === undefined ? '' : ' and the path'}`
    case 'late':
      return `${note.image} was not live after ${note.minutes} minutes${note.state ? `: an instance is still ${note.state}` : ''}`
    case 'volume-away':
      return `volume ${note.volume} lies on node ${note.node}, which is ${note.state}: its app can run nowhere else`
    case 'releases':
      return note.command
    case 'release-failed':
      return `its release command, ${note.command}, ${note.why}`
    case 'limit-in-use':
      return note.reason
    case 'no-node':
      return describeNodes(note.nodes)
    case 'no-room-to-grow':
      return `node ${note.node}, where it runs, has no room for instances of ${note.cpu} cpu and ${formatBytes(note.memory)}: stop something there, or ask for less`
    case 'no-room':
      return `no node has room for ${note.cpu} cpu and ${formatBytes(note.memory)}: stop something or add a node`
  }
}

function describeAsked({
  port,
  path,
}: {
  readonly port: number
  readonly path?: string | undefined
}): string {
  return path === undefined ? `port ${port}` : `GET ${path} on port ${port}`
}

function describeNodes(nodes: readonly { readonly name: string; readonly state: string }[]): string {
  if (nodes.length === 0) return 'no node has joined yet'
  return `no node is ready: ${nodes.map(({ name, state }) => `${name} is ${state}`).join(', ')}`
}
