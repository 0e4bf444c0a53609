import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth plan` and `berth apply`. */
export function addManifest(program: Command): void {
  onPlatform(
    program,
    'plan [app]',
    'show what berth.yml, Procfile and app.json of a folder would change in an app (default: the one that is called as the folder)',
  )
    .summary('show what berth.yml would change')
    .option('--source <folder>', 'that has the files', '.')
    .option('--show', 'print the berth.yml of what is live instead')
    .option('--exit-code', 'exit with 2 when something would change')
    .action(async (app, options) => (await import('./commands/plan.ts')).plan(app, options))
  onPlatform(
    program,
    'apply [app]',
    'make an app what berth.yml, Procfile and app.json of a folder say, with the image that it has; an app that is not deployed yet is built from the folder',
  )
    .summary('make an app what berth.yml says')
    .option('--source <folder>', 'that has the files', '.')
    .option('--wait', 'wait until it is live, or has failed')
    .action(async (app, options) => (await import('./commands/apply.ts')).apply(app, options))
}
