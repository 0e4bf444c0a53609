import { readState } from '@berth/runtime/command/state'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

export const state: Command = async ({ context, print }, argv) => {
  const { rest } = parseOptions({}, argv, { interspersed: true })
  print(JSON.stringify(await readState(context, requiredId(rest)), null, 2))
  return 0
}
