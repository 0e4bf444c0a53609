import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** What is given to an app and never read back. */
export function addSecrets(program: Command): void {
  onPlatform(
    program,
    'secrets [app] [change...]',
    'list the secrets of an app, or change them: secrets APP set NAME (the value is asked for, or comes from standard input) | secrets APP unset NAME…; with --project, those that all apps of a project get, below their own: secrets --project P set NAME --apply; nothing gives a value back',
  )
    .summary('list or change the secrets of an app or project')
    .option('--project <name>', 'of this project, for all of its apps')
    .option('--apply', 'with --project: deploy the change to the apps that run and are behind')
    .option('--file <file>', 'set it to what is in this file; - is standard input, as it is')
    .option('--as-file', 'the program finds it in /run/secrets/NAME')
    .option('--as-env', 'the program finds it in its environment, as a new one')
    .option('--wait', 'wait until the change is live')
    .action(async (app, change, options) =>
      (await import('./commands/secrets.ts')).secrets(app, change, options),
    )
}
