import { BerthError, formatBytes } from '@berth/core'
import type { NodeView } from '@berth/protocol'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

/** One node, or the only one. Errors: node.not_found, input.invalid when there are several and none is named. */
export async function nodeInfo(name: string | undefined, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const node = chooseNode(await session.api.admin.nodes.query({}), name)
  if (options.json) return printJson(node)
  printResult(
    formatTable([
      ['name', node.name],
      ['state', node.state],
      ['host', `${node.hostname}, ${node.kernel}, ${node.arch}, cgroup ${node.cgroup}`],
      ['agent', node.agentVersion],
      ['containers', String(node.containers)],
      ['cpu', `${node.reserved.cpu} of ${node.cpus} reserved`],
      ['memory', `${formatBytes(node.reserved.memory)} of ${formatBytes(node.memoryBytes)} reserved`],
      ['disk', `${formatBytes(node.diskFreeBytes)} of ${formatBytes(node.diskBytes)} free`],
      ['containers’ disk', writable(node.writable)],
    ]),
  )
}

/** The node of that name, or the only one. Errors: node.not_found, input.invalid. */
export function chooseNode(nodes: readonly NodeView[], name: string | undefined): NodeView {
  const [first, ...others] = name === undefined ? nodes : nodes.filter((node) => node.name === name)
  if (first && others.length === 0) return first
  const names = nodes.map((node) => node.name).join(', ')
  if (first) throw new BerthError('input.invalid', `there are several nodes: name one of ${names}`)
  throw new BerthError('node.not_found', `there is no node ${name ?? ''}: choose one of ${names}`)
}

function writable(space: NodeView['writable']): string {
  if (!space) return 'not known yet'
  const free = `${formatBytes(space.freeBytes)} of ${formatBytes(space.bytes)} free`
  return space.limited ? `${free}, limits hold` : `${free}, limits do not hold: ${space.reason}`
}
