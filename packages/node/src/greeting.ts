import { type agentToControl, GATEWAY_VERSION, MAX_SUBNETS, type ReplyOf } from '@berth/protocol'
import { readNodeInfo } from './node-info.ts'
import type { Control, NodeOptions } from './node-options.ts'

export type Hello = ReplyOf<typeof agentToControl, 'node.hello'>

/** Says to control what this node is. */
export type Greeting = {
  say(to: Control): Promise<Hello>
  /** Again, when the node holds a subnet that it has not said: control does not believe an address in it. */
  sayWhenChanged(to: Control): Promise<void>
}

export function createGreeting(options: NodeOptions): Greeting {
  let said: ReadonlySet<string> = new Set()

  return {
    say,
    async sayWhenChanged(to) {
      if (!heldSubnets().every((subnet) => said.has(subnet))) await say(to)
    },
  }

  async function say(to: Control): Promise<Hello> {
    const info = await readNodeInfo(options)
    const subnets = heldSubnets()
    const hello = await to.call('node.hello', { version: GATEWAY_VERSION, info, subnets })
    said = new Set(subnets)
    return hello
  }

  /** More than control takes of a node would have it refuse the whole message. */
  function heldSubnets(): string[] {
    return options.network.subnets().slice(0, MAX_SUBNETS)
  }
}
