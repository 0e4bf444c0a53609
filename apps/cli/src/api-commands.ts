import { PERMISSIONS } from '@berth/core'
import type { Command } from 'commander'
import { collect } from './arguments/collect.ts'
import { addBuilds, withBuildFlags } from './build-commands.ts'
import { addCourses } from './course-commands.ts'
import { addDoor } from './domain-commands.ts'
import { addGit } from './git-commands.ts'
import { addLabs } from './lab-commands.ts'
import { addManifest } from './manifest-commands.ts'
import { addImages } from './image-commands.ts'
import { addJobs } from './job-commands.ts'
import { addNodes } from './node-commands.ts'
import { addMirrors } from './mirror-commands.ts'
import { onPlatform } from './on-platform.ts'
import { addProcesses } from './process-commands.ts'
import { addSandboxes } from './sandbox-commands.ts'
import { addSecrets } from './secret-commands.ts'
import { addBackups } from './backup-commands.ts'
import { addVolumes } from './volume-commands.ts'
import { addWebhooks } from './webhook-commands.ts'
import {
  parseCpu,
  parseDisk,
  parseMemory,
  parsePids,
  parsePort,
  parseReplicas,
  parseHealthRetries,
  parseDrainSeconds,
  parseStopSeconds,
  parseInstance,
  parseRelease,
  parseTail,
} from './arguments/ranges.ts'

/** The commands that talk to a platform. What they need is loaded when they run. */
export function addApiCommands(program: Command): void {
  addAccount(program)
  addDeploys(program)
  addBuilds(program)
  addManifest(program)
  addLabs(program)
  addApps(program)
  addDoor(program)
  addInside(program)
  addJobs(program)
  addCourses(program)
  addSandboxes(program)
  addFiles(program)
  addTenantThings(program)
}

function addAccount(program: Command): void {
  program
    .command('login <url>')
    .description('sign in with an API token and keep it for the commands that follow')
    .option('--token-stdin', 'read the token from standard input instead of asking for it')
    .action(async (url, options) => (await import('./commands/login.ts')).login(url, options))
  onPlatform(program, 'whoami', 'show who you are, and in which tenants').action(async (options) =>
    (await import('./commands/login.ts')).whoami(options),
  )
}

function addDeploys(program: Command): void {
  withBuildFlags(
    onPlatform(
      program,
      'deploy <app> [command...]',
      'deploy an image, or build a folder and deploy that, optionally with another command: deploy APP --image REF -- CMD…; for a known app, what is not given stays as it was',
    ),
  )
    .summary('deploy an image, or a folder or git repository that is built first')
    .option('--source <folder>', 'build this folder, or .tar.gz archive, and deploy what comes of it')
    .option('--git <url>', 'fetch this git repository, build it, and deploy what comes of it')
    .option('--branch <name>', 'with --git: this branch, which is deployed from then on')
    .option('--directory <path>', 'with --git: build this folder of the repository')
    .option(
      '--image <ref>',
      'image in the registry: name, name:tag or tenant/name:tag; of a mirrored one: docker.io/library/nginx',
    )
    .option('--port <number>', 'port that the app listens on', parsePort)
    .option('-e, --env <key=value>', 'environment variable; say it again for more', collect)
    .option('--cpu <cores>', 'limit of processors, as 0.5', parseCpu)
    .option('--memory <size>', 'limit of memory, as 256M', parseMemory)
    .option('--disk <size>', 'limit of disk, as 2G', parseDisk)
    .option('--pids <number>', 'limit of processes', parsePids)
    .option('--replicas <number>', 'how many instances of web run', parseReplicas)
    .option(
      '--process <name=command>',
      "a process beside web, as worker='node worker.js'; nothing after = takes it away; say it again for more",
      collect,
    )
    .option(
      '--release-command <command>',
      "has to succeed before anything of the release starts, run by /bin/sh inside, as 'npm run migrate'; empty takes it away",
    )
    .option('--project <name>', 'project that a new app belongs to')
    .option('--health-path <path>', 'healthy when this path answers with 200 to 399')
    .option('--health-cmd <command>', 'healthy when this exits with 0, run by /bin/sh inside')
    .option('--health', 'healthy when its port takes connections, as usual')
    .option('--no-health', 'healthy as long as it runs')
    .option('--health-interval <time>', 'between two looks at what is healthy, as 30s')
    .option('--health-timeout <time>', 'how long one look may take, as 5s')
    .option('--health-retries <number>', 'failed looks in a row that end it, as 3', parseHealthRetries)
    .option('--health-start-period <time>', 'how long a new instance may take to be healthy, as 30s')
    .option('--restart <policy>', 'what ends by itself is started again: always, on-failure[:starts] or no')
    .option('--read-only', 'nothing but volumes and --tmpfs can be written')
    .option('--no-read-only', 'the root file system can be written, as usual')
    .option('--tmpfs <path:size>', 'a folder in memory, as /tmp:64M; say it again for more', collect)
    .option('--no-tmpfs', 'no folders in memory any more')
    .option(
      '--volume <name:path>',
      'files that stay: a volume and where web sees it, as data:/data, read-only as data:/data:ro, of another process as worker=data:/data; say it again for more',
      collect,
    )
    .option('--ulimit <name=number>', 'as nofile=1024; say it again for more', collect)
    .option('--no-ulimit', 'the usual limits of a process again')
    .option('--init', 'process 1 is of the platform: it reaps, and passes signals on, as usual')
    .option('--no-init', 'the program is process 1 itself, as systemd and s6-overlay want')
    .option('--stop-signal <name>', 'what a stop sends first, as SIGINT')
    .option('--stop-timeout <seconds>', 'how long a stop waits before it kills', parseStopSeconds)
    .option(
      '--drain-timeout <seconds>',
      'how long an instance that is replaced may finish what it serves; usually 15, at most 300',
      parseDrainSeconds,
    )
    .option('--wait', 'wait until it is live, or has failed')
    .action(async (app, command, options) =>
      (await import('./commands/deploy.ts')).deploy(app, command, options),
    )
  onPlatform(
    program,
    'deploys <app> [change...]',
    'list the deploys of an app, or end one that is not live yet: deploys APP cancel [ID]',
  )
    .summary('list the deploys of an app, or cancel one')
    .option('--why <text>', 'what others read why it was canceled')
    .action(async (app, change, options) =>
      (await import('./commands/deploys.ts')).deploys(app, change, options),
    )
  onPlatform(program, 'releases <app>', 'list what was deployed, and what is live').action(
    async (app, options) => (await import('./commands/releases.ts')).releases(app, options),
  )
  onPlatform(
    program,
    'rollback <app> [release]',
    'go back to an earlier release, by its number in releases (default: the one before the current)',
  )
    .summary('go back to an earlier release')
    .option('--wait', 'wait until it is live, or has failed')
    .action(async (app, release, options) =>
      (await import('./commands/releases.ts')).rollback(app, release, options),
    )
  onPlatform(program, 'scale <app> <process=count...>', 'change how many instances run: scale APP web=2')
    .option('--wait', 'wait until they run')
    .action(async (app, words, options) => (await import('./commands/scale.ts')).scale(app, words, options))
  onPlatform(program, 'limits <app>', 'show the limits of each instance, or change them while they run')
    .option('--cpu <cores>', 'processors, as 0.5', parseCpu)
    .option('--memory <size>', 'memory, as 256M', parseMemory)
    .option('--disk <size>', 'disk, as 2G', parseDisk)
    .option('--pids <number>', 'processes', parsePids)
    .option('--wait', 'wait until they hold')
    .action(async (app, options) => (await import('./commands/limits.ts')).limits(app, options))
  addProcesses(program)
  addEnv(program)
  addSecrets(program)
  addVolumes(program)
  addBackups(program)
}

function addEnv(program: Command): void {
  onPlatform(
    program,
    'env [app] [change...]',
    'list the environment variables, or change them: env APP set KEY=VALUE… | env APP unset KEY…; with --project, those that all apps of a project get, below their own: env --project P set KEY=VALUE… --apply',
  )
    .summary('list or change the environment variables of an app or project')
    .option('--project <name>', 'of this project, for all of its apps')
    .option('--apply', 'with --project: deploy the change to the apps that run and are behind')
    .option('--wait', 'wait until the change is live')
    .action(async (app, change, options) => (await import('./commands/env.ts')).env(app, change, options))
}

function addApps(program: Command): void {
  onPlatform(program, 'apps', 'list the apps').action(async (options) =>
    (await import('./commands/apps.ts')).apps(options),
  )
  onPlatform(program, 'ps [app]', 'list the instances of an app, or of all').action(async (app, options) =>
    (await import('./commands/ps.ts')).ps(app, options),
  )
  onPlatform(program, 'info <app>', 'show all about one app').action(async (app, options) =>
    (await import('./commands/info.ts')).info(app, options),
  )
  const acts = {
    ...{ stop: 'stop an app', start: 'start an app', restart: 'restart an app' },
    pause: 'hold all processes of an app where they are; it keeps its memory',
    unpause: 'let a paused app go on',
  } as const
  for (const act of ['stop', 'start', 'restart', 'pause', 'unpause'] as const) {
    onPlatform(program, `${act} <app>`, acts[act]).action(async (app, options) =>
      (await import('./commands/lifecycle.ts')).lifecycle(act, app, options),
    )
  }
  onPlatform(
    program,
    'sleep <app> [now]',
    'show when an app falls asleep, or say it: --after 30m without a request, --never, or now; its next visitor wakes it',
  )
    .summary('let an app sleep while nobody asks for it')
    .option('--after <time>', 'after so long without a request: 30m, 2h or 1d')
    .option('--never', 'let it always run')
    .action(async (app, now, options) => (await import('./commands/sleep.ts')).sleep(app, now, options))
  onPlatform(program, 'wake <app>', 'wake an app that sleeps').action(async (app, options) =>
    (await import('./commands/sleep.ts')).wake(app, options),
  )
  onPlatform(program, 'destroy <app>', 'remove an app with its releases, logs and data')
    .option('-y, --yes', 'do not ask for its name first')
    .action(async (app, options) => (await import('./commands/lifecycle.ts')).destroy(app, options))
}

function addInside(program: Command): void {
  onPlatform(program, 'logs <app>', 'show what an app wrote to its output')
    .option('-f, --follow', 'go on, as it writes more')
    .option('--tail <lines>', 'only the last so many lines', parseTail)
    .option('--since <time>', 'only from then on, also of what is gone: 10m or 2h ago, or a date')
    .option('--until <time>', 'only before then: 10m or 2h ago, or a date')
    .option('--grep <text>', 'only lines with this text in them, in letters of any case')
    .option('--process <name>', 'only of this process, as web')
    .option('--instance <number>', 'only of this instance of each process, from 1', parseInstance)
    .option('--download <file>', 'write them to this file, each with its time')
    .option(
      '--release <number>',
      'only of this release, also when it failed and an older one serves',
      parseRelease,
    )
    .action(async (app, options) => (await import('./commands/logs.ts')).logs(app, options))
  onPlatform(program, 'top <app>', 'list the processes inside each instance').action(async (app, options) =>
    (await import('./commands/top.ts')).top(app, options),
  )
  onPlatform(
    program,
    'stats <app>',
    'show what each instance uses; with --since what the app used and its visitors asked, over time',
  )
    .summary('show what an app uses, now or over time')
    .option('-f, --follow', 'go on, every second')
    .option('--since <time>', 'what was measured from then on: 30m, 1h or 7d ago')
    .action(async (app, options) => (await import('./commands/stats.ts')).stats(app, options))
  onPlatform(
    program,
    'wait <app>',
    'wait until all instances of an app have ended, show how, and exit with their code (the first that is not 0); what the restart policy starts again has not ended for good: --for exit waits for one end',
  )
    .summary('wait until an app has ended, and exit with its code')
    .option('--for <what>', 'ended for good, one exit of each, or running: all healthy', 'ended')
    .option('--timeout <time>', 'give up after 30s, 10m or 2h, with exit code 124')
    .action(async (app, options) => (await import('./commands/wait.ts')).wait(app, options))
  onPlatform(
    program,
    'exec <app> [command...]',
    'run a command in an instance: exec APP -- ls -l; for a shell: exec APP -it',
  )
    .option('-i, --interactive', 'pass standard input on to it')
    .option('-t, --tty', 'give it a terminal')
    .option('--instance <id>', 'in this instance (default: any that runs), see ps')
    .action(async (app, command, options) => (await import('./commands/exec.ts')).exec(app, command, options))
}

function addFiles(program: Command): void {
  onPlatform(
    program,
    'cp <from> <to>',
    'copy files out of an instance or into it: cp APP:/path ./local, cp ./local APP:/path; - is a tar archive',
  )
    .summary('copy files out of an instance, or into it')
    .option('--instance <id>', 'of this instance (default: any that runs), see ps')
    .action(async (from, to, options) => (await import('./commands/cp.ts')).cp(from, to, options))
  onPlatform(
    program,
    'export <app>',
    'write the root file system of an instance, without volumes, as a tar archive',
  )
    .option('--instance <id>', 'of this instance (default: any that runs), see ps')
    .action(async (app, options) => (await import('./commands/export.ts')).exportRoot(app, options))
  onPlatform(
    program,
    'diff <app>',
    'list what an instance added (A), changed (C) and deleted (D) since its image, without volumes',
  )
    .option('--instance <id>', 'of this instance, also when it has ended (default: any that runs), see ps')
    .action(async (app, options) => (await import('./commands/diff.ts')).diff(app, options))
  onPlatform(
    program,
    'commit <app> <ref> [command...]',
    'make an image of an instance: what it wrote, on top of its image, without volumes; prints the digest',
  )
    .option('-m, --message <text>', 'for the history of the image')
    .option('-e, --env <key=value>', 'environment variable of the image; say it again for more', collect)
    .option('--port <number>', 'port that the image exposes', parsePort)
    .option('--no-pause', 'let the instance run on while it is read')
    .option('--instance <id>', 'of this instance, also when it has ended (default: any that runs), see ps')
    .action(async (app, ref, command, options) =>
      (await import('./commands/commit.ts')).commit(app, ref, command, options),
    )
}

function addTenantThings(program: Command): void {
  addImages(program)
  addMirrors(program)
  addNodes(program)
  onPlatform(program, 'quota', 'show what the tenant may use, and what is left').action(async (options) =>
    (await import('./commands/quota.ts')).quota(options),
  )
  addTokens(program)
  addGit(program)
  addWebhooks(program)
}

function addTokens(program: Command): void {
  const tokens = onPlatform(program, 'tokens', 'list the API tokens').action(async (options) =>
    (await import('./commands/tokens.ts')).listTokens(options),
  )
  onPlatform(tokens, 'create', 'make a token; it is shown only once')
    .requiredOption('--name <name>', 'what it is for, as you will find it in the list')
    .requiredOption(
      '--scope <scope...>',
      `what it may do, at most what your role allows; some of: ${PERMISSIONS.join(', ')}`,
    )
    .option('--repository <name...>', 'what its registry scopes are cut to; without it, all repositories')
    .option('--expires <days>', 'how long it is good, 1d to 366d', '30d')
    .action(async (_options, command) =>
      (await import('./commands/tokens.ts')).createToken(command.optsWithGlobals()),
    )
  onPlatform(tokens, 'revoke <id>', 'end a token, at once').action(async (id, _options, command) =>
    (await import('./commands/tokens.ts')).revokeToken(id, command.optsWithGlobals()),
  )
}
