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
  const git = program
    .command('git')
    .description('push apps with git, or have them fetched from another server')
  onPlatform(git, 'remote [app]', 'add the remote "berth" to the repository of this folder (app: its name)')
    .option('--ssh', 'over SSH, with a key (berth keys add), instead of HTTPS with a token as the password')
    .option('--ssh-port <number>', 'where git over SSH is reached (default: as the platform says)', parsePort)
    .option('--print', 'only print its address')
    .action(async (app, options) => (await import('./commands/git-remote.ts')).gitRemote(app, options))
  addGitSources(git)
}

/** Code at other git servers: `berth deploy APP --git URL` fetches it. */
function addGitSources(git: Command): void {
  onPlatform(git, 'branch <app> [name]', 'show or change the branch that is deployed').action(
    async (app, name, options) => (await import('./commands/git-source.ts')).gitBranch(app, name, options),
  )
  onPlatform(git, 'show <app>', 'show where the code of an app is fetched from, and with what').action(
    async (app, options) => (await import('./commands/git-source.ts')).showSource(app, options),
  )
  onPlatform(git, 'key <app>', 'print the public deploy key of an app, to add where its repository is')
    .option('--renew', 'make a new one in place of it')
    .action(async (app, options) => (await import('./commands/git-source.ts')).gitKey(app, options))
  onPlatform(
    git,
    'token <app> <host>',
    'keep a token that private code at this host is fetched with, from standard input',
  )
    .option('--remove', 'forget it')
    .action(async (app, host, options) =>
      (await import('./commands/git-source.ts')).gitToken(app, host, options),
    )
  onPlatform(git, 'hook <app>', 'show the webhook that GitHub, GitLab or Gitea call, and what they called')
    .option('--renew', 'make it, or a new one: its address and secret are shown this once')
    .option('--remove', 'take it away: nothing that is pushed there is built any more')
    .action(async (app, options) => (await import('./commands/git-hook.ts')).gitHook(app, options))
  onPlatform(git, 'forget <app>', 'meet the ssh servers of an app anew, when one has another key').action(
    async (app, options) => (await import('./commands/git-source.ts')).forgetHosts(app, options),
  )
}
