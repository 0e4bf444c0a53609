import { type Command, Option } from 'commander'
import { parsePort } from './arguments/ranges.ts'
import { DEFAULT_DATA_DIR } from './platform/paths.ts'

/** The commands that act on this machine. What they need is loaded when they run: the others start faster. */
export function addPlatformCommands(program: Command): void {
  onThisMachine(program, 'up', 'install what is missing, start the platform, and watch over it until Ctrl-C')
    .option(
      '--port <number>',
      'port that it listens on (default: the one of last time, else 7070; with --tls 80)',
      parsePort,
    )
    .option('--url <url>', 'public address of the platform (default: http://localhost with the port)')
    .option(
      '--apps-domain <domain>',
      'domain below which apps get their names, with its port where there is one',
    )
    .option(
      '--ssh-port <number>',
      'port of git over SSH, 0 for none (default: the one of last time, else 7022)',
      Number,
    )
    .option(
      '--tls-port <number>',
      'port that it listens on with TLS as well, 0 for none (default: the one of last time, else none; with --tls that of --url)',
      Number,
    )
    .option(
      '--tls <how>',
      'who serves an https --url: acme (the door, with certificates that it gets), files (the door, with --cert and --key), off (a proxy before it); default: the one of last time, else acme where --acme-email is given',
    )
    .option(
      '--cert <file>',
      'certificate for --url, for *.apps-domain or both: the chain, its own first, PEM',
    )
    .option('--key <file>', 'its private key, PEM')
    .option(
      '--acme-email <address>',
      'get certificates for an https --url and for the domains of apps, and agree to the terms of the authority, which writes to this address',
    )
    .option('--acme-url <url>', 'directory of the certificate authority (default: that of Let’s Encrypt)')
    .option('--acme-ca <file>', 'trust the authority itself by the certificates in this file')
    .option('-d, --detach', 'return when everything is ready; the platform goes on')
    .addOption(new Option('--no-start', 'only say whether it runs already').hideHelp())
    .action(async (options) => (await import('./commands/up.ts')).up(options))
  onThisMachine(program, 'down', 'stop the platform; the apps go on running')
    .option('--all', 'stop the apps too, and remove all but the data')
    .action(async (options) => (await import('./commands/down.ts')).down(options))
  onThisMachine(program, 'status', 'list the processes of the platform')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./commands/status.ts')).status(options))
  onThisMachine(program, 'doctor', 'check this machine and the platform on it, and say what to mend')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options))
}

function onThisMachine(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--data <folder>', 'folder that holds all its data', DEFAULT_DATA_DIR)
}
