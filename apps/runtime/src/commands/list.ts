import type { ContainerState } from '@berth/runtime/command/container-state'
import { listStates } from '@berth/runtime/command/state'
import { parseOptions } from '../options/parse-options.ts'
import type { Command } from '../session.ts'
import { formatTable, wantsJson } from './table.ts'

export const LIST_OPTIONS = { format: ['text', 'f'], quiet: ['flag', 'q'] } as const

export const list: Command = async ({ context, print }, argv) => {
  const { options } = parseOptions(LIST_OPTIONS, argv, { interspersed: true })
  const json = wantsJson(options.format)
  const states = await listStates(context)
  if (options.quiet) for (const { id } of states) print(id)
  else print(json ? JSON.stringify(states) : formatTable([HEAD, ...states.map(row)]))
  return 0
}

const HEAD = ['ID', 'PID', 'STATUS', 'BUNDLE', 'CREATED', 'OWNER']

function row({ id, pid, status, bundle, created, owner }: ContainerState): readonly string[] {
  return [id, String(pid), status, bundle, created, owner]
}
