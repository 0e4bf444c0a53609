import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth sandboxes …` */
export function addSandboxes(program: Command): void {
  onPlatform(
    program,
    'sandboxes <course> [words...]',
    'list what the people of a course have, or change it: sandboxes COURSE [show | extend | reset | undo-reset | pause | stop | resume | end ID]',
  )
    .summary('list the sandboxes of a course, or change one')
    .action(async (course, words, options) =>
      (await import('./commands/sandboxes.ts')).sandboxes(course, words, options),
    )
}
