import { deleteContainer, deleteMatching } from '@berth/runtime/command/delete'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

export const DELETE_OPTIONS = { force: ['flag', 'f'], regex: 'flag' } as const

export const remove: Command = async ({ context }, argv) => {
  const { options, rest } = parseOptions(DELETE_OPTIONS, argv, { interspersed: true })
  const run = options.regex ? deleteMatching : deleteContainer
  await run(context, requiredId(rest), options)
  return 0
}
