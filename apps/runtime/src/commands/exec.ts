import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { execInContainer } from '@berth/runtime/command/exec'
import { parseOptions } from '../options/parse-options.ts'
import type { Command } from '../session.ts'
import { passedDescriptors } from './create-options.ts'

export const EXEC_OPTIONS = {
  process: ['text', 'p'],
  tty: ['flag', 't'],
  user: ['text', 'u'],
  'additional-gids': ['texts', 'g'],
  cwd: 'text',
  env: ['texts', 'e'],
  cap: ['texts', 'c'],
  apparmor: 'text',
  'process-label': 'text',
  'no-new-privs': 'flag',
  detach: ['flag', 'd'],
  'pid-file': 'text',
  'console-socket': 'text',
  'preserve-fds': 'number',
  'ignore-paused': 'flag',
} as const

export const exec: Command = async ({ context, env }, argv) => {
  const { options, rest } = parseOptions(EXEC_OPTIONS, argv, { interspersed: false })
  const [id, ...args] = rest
  if (id === undefined) throw new BerthError('input.invalid', 'the id of a container is missing')
  if ((options.process === undefined) === (args.length === 0)) {
    throw new BerthError('input.invalid', 'give either --process FILE or a command')
  }
  return execInContainer(context, {
    id,
    process: options.process === undefined ? undefined : await readFile(options.process, 'utf8'),
    overrides: {
      args,
      terminal: options.tty,
      user: options.user,
      additionalGids: options['additional-gids'].map(Number),
      cwd: options.cwd,
      env: options.env,
      capabilities: options.cap,
      apparmorProfile: options.apparmor,
      selinuxLabel: options['process-label'],
      noNewPrivileges: options['no-new-privs'],
    },
    detach: options.detach,
    evenPaused: options['ignore-paused'],
    pidFile: options['pid-file'],
    consoleSocket: options['console-socket'],
    ...passedDescriptors(options['preserve-fds'] ?? 0, env),
  })
}
