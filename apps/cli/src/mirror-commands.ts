import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth mirrors …`: other registries, whose images are pulled through this one. */
export function addMirrors(program: Command): void {
  const mirrors = onPlatform(
    program,
    'mirrors',
    'list the registries whose images are pulled through this one; for administrators with how they do',
  )
    .summary('list the registries that are mirrored')
    .action(async (options) => (await import('./commands/mirrors.ts')).listMirrors(options))
  onPlatform(
    mirrors,
    'add <prefix>',
    'mirror a registry below mirror/PREFIX/: hub, ghcr, quay and k8s are known, others need --url; for administrators',
  )
    .summary('mirror a registry: hub, ghcr, quay, k8s, or another')
    .option('--url <url>', 'its address, as https://registry.example')
    .option('--namespace <host...>', 'what its references begin with, as docker.io')
    .option('--username <name>', 'log in there as')
    .option('--password-stdin', 'read the password from standard input instead of asking for it')
    .option('--realm <host...>', 'another host that may get the login, as its token service')
    .option('--plain-http', 'without TLS; for a registry on this machine only')
    .option('--ttl <time>', 'ask again where a tag points after 30s, 10m or 2h', '5m')
    .option('--max-size <size>', 'keep at most so much, as 20G', '20G')
    .action(async (prefix, _options, command) =>
      (await import('./commands/add-mirror.ts')).addMirror(prefix, command.optsWithGlobals()),
    )
  onPlatform(mirrors, 'test <prefix>', 'look whether a mirrored registry answers and takes the login').action(
    async (prefix, _options, command) =>
      (await import('./commands/mirrors.ts')).testMirror(prefix, command.optsWithGlobals()),
  )
  onPlatform(mirrors, 'remove <prefix>', 'remove a mirror, and all that was fetched through it')
    .option('-y, --yes', 'do not ask for its name first')
    .action(async (prefix, _options, command) =>
      (await import('./commands/mirrors.ts')).removeMirror(prefix, command.optsWithGlobals()),
    )
}
