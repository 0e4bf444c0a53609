import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { BerthError } from '@berth/core'
import { listProcesses } from '@berth/runtime/command/processes'
import { parseOptions } from '../options/parse-options.ts'
import type { Command } from '../session.ts'
import { wantsJson } from './table.ts'

export const PS_OPTIONS = { format: ['text', 'f'] } as const

export const ps: Command = async ({ context, print }, argv) => {
  const { options, rest } = parseOptions(PS_OPTIONS, argv, { interspersed: false })
  const [id, ...columns] = rest
  if (id === undefined) throw new BerthError('input.invalid', 'the id of a container is missing')
  const json = wantsJson(options.format)
  const pids = await listProcesses(context, id)
  if (json) print(JSON.stringify(pids))
  else {
    const { stdout } = await promisify(execFile)('ps', columns.length > 0 ? columns : ['-ef'])
    print(selectRows(stdout, new Set(pids)))
  }
  return 0
}

/** The lines of ps whose column PID names one of these, and its head. Error: input.invalid when there is no such column. */
export function selectRows(output: string, pids: ReadonlySet<number>): string {
  const [head = '', ...lines] = output.trimEnd().split('\n')
  const column = head.trim().split(/\s+/).indexOf('PID')
  if (column < 0) throw new BerthError('input.invalid', 'ps: the column PID must be among the columns')
  return [head, ...lines.filter((line) => pids.has(Number(line.trim().split(/\s+/)[column])))].join('\n')
}
