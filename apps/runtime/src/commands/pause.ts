import { pauseContainer, resumeContainer } from '@berth/runtime/command/pause'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

export const pause: Command = async ({ context }, argv) => {
  const { rest } = parseOptions({}, argv, { interspersed: true })
  await pauseContainer(context, requiredId(rest))
  return 0
}

export const resume: Command = async ({ context }, argv) => {
  const { rest } = parseOptions({}, argv, { interspersed: true })
  await resumeContainer(context, requiredId(rest))
  return 0
}
