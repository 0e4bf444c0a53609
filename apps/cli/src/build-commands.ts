import type { Command } from 'commander'
import { collect } from './arguments/collect.ts'
import { onPlatform } from './on-platform.ts'

/** `berth build` and `berth builds …`. */
export function addBuilds(program: Command): void {
  withBuildFlags(
    onPlatform(
      program,
      'build <folder>',
      'build a folder into an image and deploy nothing; what its .dockerignore names (without one, its .gitignore) is not sent',
    ).summary('build a folder into an image'),
  )
    .option('--plan', 'show what it would do, and send nothing')
    .option(
      '--tag <ref>',
      'name of the image: name, name:tag or tenant/name:tag (default: the name of the folder)',
    )
    .action(async (folder, options) => (await import('./commands/build.ts')).build(folder, options))
  const builds = onPlatform(program, 'builds [app]', 'list the builds of an app, or of all').action(
    async (app, options) => (await import('./commands/builds.ts')).listBuilds(app, options),
  )
  onPlatform(builds, 'logs <id>', 'show what a build printed, and go on until it ends').action(
    async (id, _options, command) =>
      (await import('./commands/builds.ts')).buildLogs(id, command.optsWithGlobals()),
  )
  onPlatform(builds, 'cancel <id>', 'end a build').action(async (id, _options, command) =>
    (await import('./commands/builds.ts')).cancelBuild(id, command.optsWithGlobals()),
  )
}

/** How a source is built. */
export function withBuildFlags(command: Command): Command {
  return command
    .option('-f, --dockerfile <path>', 'of another Dockerfile than Dockerfile, below the folder')
    .option('--target <stage>', 'build this stage, and what it needs')
    .option('--build-arg <key=value>', 'value of an ARG; say it again for more', collect)
    .option(
      '--secret <name>',
      "variable of the app's environment that steps may mount; say it again for more",
      collect,
    )
    .option(
      '--ssh <id[=file]>',
      'a private key that steps may sign with by RUN --mount=type=ssh, as default=~/.ssh/id_ed25519; default alone: the deploy key of the app; say it again for more',
      collect,
    )
    .option('--no-cache', 'use nothing of what earlier builds left')
}
