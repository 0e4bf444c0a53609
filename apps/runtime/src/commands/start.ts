import { startContainer } from '@berth/runtime/command/start'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

export const start: Command = async ({ context }, argv) => {
  const { rest } = parseOptions({}, argv, { interspersed: true })
  await startContainer(context, requiredId(rest))
  return 0
}
