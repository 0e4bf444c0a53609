import { killContainer } from '@berth/runtime/command/kill'
import { parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

export const KILL_OPTIONS = { all: ['flag', 'a'], signal: ['text', 's'] } as const

export const kill: Command = async ({ context }, argv) => {
  const { options, rest } = parseOptions(KILL_OPTIONS, argv, { interspersed: true })
  const [id, signal, ...more] = rest
  await killContainer(context, requiredId(id === undefined ? [] : [id, ...more]), {
    all: options.all,
    signal: signal ?? options.signal ?? 'SIGTERM',
  })
  return 0
}
