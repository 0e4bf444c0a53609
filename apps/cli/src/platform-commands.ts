import { type Command, Option } from 'commander'
import { DEFAULT_DATA_DIR } from './platform/paths.ts'

/** The commands that act on this machine. What they need is loaded when they run: the others start faster. */
export function addPlatformCommands(program: Command): void {
  onThisMachine(program, 'up', 'start the platform on this machine')
    .option('--port <number>', 'port of the door (default 7070)', Number)
    .option('--url <url>', 'public address of the platform')
    .option('--apps-domain <domain>', 'domain of the apps, with its port where there is one')
    .option('-d, --detach', 'go on in the background when everything is ready')
    .addOption(new Option('--no-start', 'only say whether it runs already').hideHelp())
    .action(async (options) => (await import('./commands/up.ts')).up(options))
  onThisMachine(program, 'down', 'stop the platform; the containers go on')
    .option('--all', 'stop the containers too and remove all but the data')
    .action(async (options) => (await import('./commands/down.ts')).down(options))
  onThisMachine(program, 'status', 'list the processes of the platform')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/status.ts')).status(options))
  onThisMachine(program, 'doctor', 'check this machine and the platform on it')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options))
}

function onThisMachine(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--data <folder>', 'data folder of the platform', DEFAULT_DATA_DIR)
}
