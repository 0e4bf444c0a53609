import type { Command } from 'commander'

/** The commands that talk to a platform. What they need is loaded when they run. */
export function addApiCommands(program: Command): void {
  addAccount(program)
  addDeploys(program)
  addApps(program)
  addInside(program)
  addTenantThings(program)
}

function addAccount(program: Command): void {
  program
    .command('login <url>')
    .description('sign in to a platform with an API token')
    .option('--token-stdin', 'read the token from standard input')
    .action(async (url, options) => (await import('./commands/login.ts')).login(url, options))
  onPlatform(program, 'whoami', 'who you are, and in which tenants').action(async (options) =>
    (await import('./commands/login.ts')).whoami(options),
  )
}

function addDeploys(program: Command): void {
  onPlatform(program, 'deploy <app> [command...]', 'deploy an image; what is not given stays as it was')
    .requiredOption('--image <ref>', 'image in the registry: name, name:tag or tenant/name:tag')
    .option('--port <number>', 'port on which the app listens', Number)
    .option('-e, --env <key=value>', 'environment variable (again for more)', collect, [])
    .option('--cpu <cores>', 'limit, as 0.5', Number)
    .option('--memory <size>', 'limit, as 256M')
    .option('--disk <size>', 'limit, as 2G')
    .option('--pids <number>', 'limit of processes', Number)
    .option('--replicas <number>', 'how many instances', Number)
    .option('--project <name>', 'project of a new app')
    .option('--wait', 'until it is live, or has failed')
    .action(async (app, command, options) =>
      (await import('./commands/deploy.ts')).deploy(app, command, options),
    )
  onPlatform(program, 'releases <app>', 'list what was deployed').action(async (app, options) =>
    (await import('./commands/releases.ts')).releases(app, options),
  )
  onPlatform(program, 'rollback <app> [release]', 'go back to an earlier release')
    .option('--wait', 'until it is live, or has failed')
    .action(async (app, release, options) =>
      (await import('./commands/releases.ts')).rollback(app, release, options),
    )
  onPlatform(program, 'scale <app> <process=count...>', 'change how many instances run')
    .option('--wait', 'until they run')
    .action(async (app, words, options) => (await import('./commands/scale.ts')).scale(app, words, options))
  addEnv(program)
}

function addEnv(program: Command): void {
  onPlatform(
    program,
    'env <app> [change...]',
    'list the environment, or change it: set KEY=VALUE… | unset KEY…',
  )
    .option('--wait', 'until the change is live')
    .action(async (app, change, options) => (await import('./commands/env.ts')).env(app, change, options))
}

function addApps(program: Command): void {
  onPlatform(program, 'apps', 'list the apps').action(async (options) =>
    (await import('./commands/apps.ts')).apps(options),
  )
  onPlatform(program, 'ps [app]', 'list the instances').action(async (app, options) =>
    (await import('./commands/ps.ts')).ps(app, options),
  )
  onPlatform(program, 'info <app>', 'all about one app').action(async (app, options) =>
    (await import('./commands/info.ts')).info(app, options),
  )
  for (const act of ['stop', 'start', 'restart'] as const) {
    onPlatform(program, `${act} <app>`, `${act} an app`).action(async (app, options) =>
      (await import('./commands/lifecycle.ts')).lifecycle(act, app, options),
    )
  }
  onPlatform(program, 'destroy <app>', 'remove an app and all that it has')
    .option('-y, --yes', 'without asking for its name')
    .action(async (app, options) => (await import('./commands/lifecycle.ts')).destroy(app, options))
}

function addInside(program: Command): void {
  onPlatform(program, 'logs <app>', 'what an app wrote')
    .option('-f, --follow', 'go on as it writes')
    .option('--tail <lines>', 'only the last so many', Number)
    .option('--since <time>', 'from then on: 10m, 2h, or a date')
    .option('--process <name>', 'of one process only')
    .action(async (app, options) => (await import('./commands/logs.ts')).logs(app, options))
  onPlatform(program, 'exec <app> [command...]', 'run a command in an instance: exec APP -it -- sh')
    .option('-i, --interactive', 'pass standard input on')
    .option('-t, --tty', 'with a terminal')
    .option('--instance <id>', 'in this one, see ps')
    .action(async (app, command, options) => (await import('./commands/exec.ts')).exec(app, command, options))
}

function addTenantThings(program: Command): void {
  const images = onPlatform(program, 'images', 'list the images').action(async (options) =>
    (await import('./commands/images.ts')).listImages(options),
  )
  onPlatform(images, 'inspect <ref>', 'the tags of a repository').action(async (ref, _options, command) =>
    (await import('./commands/images.ts')).inspectImage(ref, command.optsWithGlobals()),
  )
  onPlatform(
    images,
    'build <name>',
    'build a base image on this machine: busybox, debian:12, node:24',
  ).action(async (name, _options, command) =>
    (await import('./commands/images.ts')).buildBaseImage(name, command.optsWithGlobals()),
  )
  const nodes = onPlatform(program, 'nodes', 'list the nodes (platform administrators)').action(
    async (options) => (await import('./commands/nodes.ts')).nodes(options),
  )
  onPlatform(nodes, 'info [name]', 'all about one node, with the disk that its containers write to').action(
    async (name, _options, command) =>
      (await import('./commands/node-info.ts')).nodeInfo(name, command.optsWithGlobals()),
  )
  onPlatform(program, 'quota', 'what the tenant may use, and what is left').action(async (options) =>
    (await import('./commands/quota.ts')).quota(options),
  )
  addTokens(program)
}

function addTokens(program: Command): void {
  const tokens = onPlatform(program, 'tokens', 'list the API tokens').action(async (options) =>
    (await import('./commands/tokens.ts')).listTokens(options),
  )
  onPlatform(tokens, 'create', 'make one')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--scope <scope...>', 'what it may do')
    .option('--expires <days>', 'as 30d', '30d')
    .action(async (_options, command) =>
      (await import('./commands/tokens.ts')).createToken(command.optsWithGlobals()),
    )
  onPlatform(tokens, 'revoke <id>', 'end one').action(async (id, _options, command) =>
    (await import('./commands/tokens.ts')).revokeToken(id, command.optsWithGlobals()),
  )
}

function onPlatform(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--tenant <name>', 'tenant (default: your first one)')
    .option('--data <folder>', 'as administrator of the platform with this data folder')
    .option('--json', 'as JSON')
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value]
}
