import type { Command } from 'commander'
import { parsePort } from './arguments/ranges.ts'
import { onPlatform } from './on-platform.ts'

/** Keys for git over SSH, and the remote to push to. */
export function addGit(program: Command): void {
  const keys = onPlatform(program, 'keys', 'list the SSH keys that git may come with').action(
    async (options) => (await import('./commands/keys.ts')).listKeys(options),
  )
  onPlatform(keys, 'add <name> <file>', 'add a public key: a .pub file, or - for standard input')
    .option('--machine', 'of a machine that deploys: it speaks for the tenant, and not for you')
    .action(async (name, file, _options, command) =>
      (await import('./commands/keys.ts')).addKey(name, file, command.optsWithGlobals()),
    )
  onPlatform(keys, 'remove <id>', 'remove a key, at once').action(async (id, _options, command) =>
    (await import('./commands/keys.ts')).removeKey(id, command.optsWithGlobals()),
  )
  const git = program.command('git').description('push apps with git')
  onPlatform(git, 'remote [app]', 'add the remote "berth" to the repository of this folder (app: its name)')
    .option('--ssh', 'over SSH, with a key (berth keys add), instead of HTTPS with a token as the password')
    .option('--ssh-port <number>', 'where git over SSH is reached (default: as the platform says)', parsePort)
    .option('--print', 'only print its address')
    .action(async (app, options) => (await import('./commands/git-remote.ts')).gitRemote(app, options))
}
