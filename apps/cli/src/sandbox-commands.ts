import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth sandboxes …` */
export function addSandboxes(program: Command): void {
  onPlatform(
    program,
    'sandboxes <course> [words...]',
    'list what the people of a course have, or change it: sandboxes COURSE [show | copy | extend | reset | undo-reset | pause | stop | resume | end ID]; for everybody, as the student: sandboxes COURSE run COMMAND, sandboxes COURSE send FILE [PATH]',
  )
    .summary('list the sandboxes of a course, or change one, or all')
    .option('--container <name>', 'run, send: which container of the lab (default: where its files are)')
    .option('--timeout <seconds>', 'run: so long at most (default: 30)')
    .option('--later', 'run, send: who is away gets it on return, within a day')
    .action(async (course, words, options) => {
      const [action, first, second, ...more] = words
      const isWhole = first !== undefined && more.length === 0
      if (action === 'run' && isWhole && second === undefined) {
        return (await import('./commands/broadcast.ts')).runForAll(course, first, options)
      }
      if (action === 'send' && isWhole) {
        return (await import('./commands/broadcast.ts')).sendToAll(course, [first, second], options)
      }
      return (await import('./commands/sandboxes.ts')).sandboxes(course, words, options)
    })
}
