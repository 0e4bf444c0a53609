import { deleteContainer } from '@berth/runtime/command/delete'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

export const remove: Command = async ({ context }, argv) => {
  const { options, rest } = parseOptions({ force: ['flag', 'f'] }, argv, { interspersed: true })
  await deleteContainer(context, requiredId(rest), options)
  return 0
}
