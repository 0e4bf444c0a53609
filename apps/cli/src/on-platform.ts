import type { Command } from 'commander'

/** A command that talks to a platform, with the options that all of them take. */
export function onPlatform(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--tenant <name>', 'which tenant (default: your first one)')
    .option('--data <folder>', 'as the administrator of the platform of this machine with this data folder')
    .option('--json', 'print JSON')
}
