import { BerthError } from '@berth/core'
import type { CreateRequest } from '@berth/runtime/command/create'
import type { Env } from '../env.ts'
import type { OptionValues } from '../options/parse-options.ts'

/** The options that create and run have in common. */
export const CREATE_OPTIONS = {
  bundle: ['text', 'b'],
  config: ['text', 'f'],
  'pid-file': 'text',
  'console-socket': 'text',
  'preserve-fds': 'number',
  'no-new-keyring': 'flag',
  'no-pivot': 'flag',
  'no-subreaper': 'flag',
} as const

export function createRequest(
  id: string,
  options: OptionValues<typeof CREATE_OPTIONS>,
  env: Env,
): Omit<CreateRequest, 'stays'> {
  return {
    id,
    bundle: options.bundle ?? '.',
    config: options.config ?? 'config.json',
    pidFile: options['pid-file'],
    consoleSocket: options['console-socket'],
    ...passedDescriptors(options['preserve-fds'] ?? 0, env),
    noPivot: options['no-pivot'],
    ownKeyring: !options['no-new-keyring'],
  }
}

/** Those that the caller has left open; any other would be one of Node's own. Error: input.invalid. */
export function passedDescriptors(asked: number, env: Env): { preserved: number; listening: number } {
  if (asked < 0)
    throw new BerthError('input.invalid', `--preserve-fds is a number of descriptors, not ${asked}`)
  return { preserved: Math.min(asked + env.listening, env.inherited), listening: env.listening }
}
