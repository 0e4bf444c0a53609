import { createContainer } from '@berth/runtime/command/create'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'
import { CREATE_OPTIONS, createRequest } from './create-options.ts'

export const create: Command = async ({ context, env }, argv) => {
  const { options, rest } = parseOptions(CREATE_OPTIONS, argv, { interspersed: true })
  const request = createRequest(requiredId(rest), options, env)
  const launcher = await createContainer(context, { ...request, stays: false })
  await launcher.exit
  return 0
}
