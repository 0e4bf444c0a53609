import { CONCURRENCIES } from '@berth/core'
import type { Command } from 'commander'
import { parseRelease } from './arguments/ranges.ts'
import { onPlatform } from './on-platform.ts'

/** `berth run`, `berth jobs …` and `berth cron …`. */
export function addJobs(program: Command): void {
  onPlatform(
    program,
    'run <app> [command...]',
    'run a command once, in a container of its own with the environment of the release that serves, and exit with its code: run APP -- CMD…',
  )
    .summary('run a command once, in a container of its own')
    .option('-i, --interactive', 'pass input on')
    .option('-t, --tty', 'give it a terminal')
    .option('-d, --detach', 'do not wait: show the id of the job')
    .option('--process <name>', 'with the limits and volumes of this process')
    .option('--release <number>', 'of this release, not of the one that serves', parseRelease)
    .option('--timeout <time>', 'end it after 30s, 10m or 2h; 1h when nobody waits for it, else 24h')
    .action(async (app, command, options) => (await import('./commands/run.ts')).run(app, command, options))
  onPlatform(
    program,
    'jobs <app> [words...]',
    'list what ran once, or by the clock, show what one wrote, or end it: jobs APP [logs ID | cancel ID]',
  )
    .summary('list what ran once or by the clock, read its log, or end it')
    .option('-f, --follow', 'with logs: go on, while it runs')
    .option('--cron <name>', 'only runs of this cron entry')
    .action(async (app, words, options) => (await import('./commands/jobs.ts')).jobs(app, words, options))
  onPlatform(
    program,
    'cron <app> [words...]',
    'list what an app runs by the clock, or change it: cron APP [add NAME --schedule S -- CMD… | remove NAME | run-now NAME | pause NAME | resume NAME]',
  )
    .summary('list what an app runs by the clock, or change it')
    .option('--schedule <fields>', "with add: as '*/15 * * * *', or @hourly, @daily, @weekly, @monthly")
    .option('--timezone <name>', 'with add: as Europe/Berlin', 'UTC')
    .option('--concurrency <way>', `while one still runs: ${CONCURRENCIES.join(', ')}`, 'forbid')
    .option('--deadline <time>', 'so long after its time a run is ended, or no longer made up', '1h')
    .option('--wait', 'with add and remove: wait until the change is live')
    .action(async (app, words, options) => (await import('./commands/cron.ts')).cron(app, words, options))
}
