import { runContainer } from '@berth/runtime/command/run'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'
import { CREATE_OPTIONS, createRequest } from './create-options.ts'

export const RUN_OPTIONS = { ...CREATE_OPTIONS, detach: ['flag', 'd'], keep: 'flag' } as const

export const run: Command = async ({ context, env }, argv) => {
  const { options, rest } = parseOptions(RUN_OPTIONS, argv, { interspersed: true })
  return runContainer(context, createRequest(requiredId(rest), options, env), options)
}
