import type { Command } from 'commander'
import { parseDisk, parseKeep } from './arguments/ranges.ts'
import { addVolumeBackups } from './backup-commands.ts'
import { onPlatform } from './on-platform.ts'

/** `berth volumes …`. */
export function addVolumes(program: Command): void {
  const volumes = onPlatform(
    program,
    'volumes',
    'list the volumes, which keep files whatever becomes of apps',
  )
    .option('--app <name>', 'only those of this app')
    .action(async (options) => (await import('./commands/volumes.ts')).listVolumes(options))
  onPlatform(volumes, 'create <name>', 'make a volume')
    .option('--size <size>', 'the most that it may hold, as 5G', parseDisk)
    .option('--shared', 'several instances may write to it at once')
    .action(async (name, _options, command) =>
      (await import('./commands/volumes.ts')).createVolume(name, command.optsWithGlobals()),
    )
  onPlatform(volumes, 'info <name>', 'show a volume, with its snapshots').action(
    async (name, _options, command) =>
      (await import('./commands/volumes.ts')).volumeInfo(name, command.optsWithGlobals()),
  )
  addMounts(volumes)
  addSnapshots(volumes)
  addVolumeBackups(volumes)
  onPlatform(volumes, 'resize <name> <size>', 'change the most that a volume may hold').action(
    async (name, size, _options, command) =>
      (await import('./commands/volumes.ts')).resizeVolume(name, size, command.optsWithGlobals()),
  )
  onPlatform(volumes, 'delete <name>', 'delete a volume that no app has; for a day it can be had back')
    .option('-y, --yes', 'do not ask for the name')
    .action(async (name, _options, command) =>
      (await import('./commands/volumes.ts')).deleteVolume(name, command.optsWithGlobals()),
    )
  onPlatform(volumes, 'undelete <name>', 'have a deleted volume back').action(
    async (name, _options, command) =>
      (await import('./commands/volumes.ts')).undeleteVolume(name, command.optsWithGlobals()),
  )
}

function addMounts(volumes: Command): void {
  onPlatform(volumes, 'attach <app> <name> <path>', 'mount a volume in an app; one that is not there is made')
    .option('--read-only', 'the app cannot write to it')
    .option('--process <name>', 'the process that sees it', 'web')
    .option('--wait', 'wait until it is live, or has failed')
    .action(async (app, name, path, _options, command) =>
      (await import('./commands/volume-mounts.ts')).attachVolume(
        { app, name, path },
        command.optsWithGlobals(),
      ),
    )
  onPlatform(volumes, 'detach <app> <name>', 'take a volume from an app; its files stay')
    .option('--wait', 'wait until it is live, or has failed')
    .action(async (app, name, _options, command) =>
      (await import('./commands/volume-mounts.ts')).detachVolume({ app, name }, command.optsWithGlobals()),
    )
}

function addSnapshots(volumes: Command): void {
  onPlatform(volumes, 'export <name>', 'write what a volume holds at this moment as a tar archive')
    .option('-o, --output <file>', 'the file, or - for standard output, as without it')
    .action(async (name, _options, command) =>
      (await import('./commands/export-volume.ts')).exportVolume(name, command.optsWithGlobals()),
    )
  onPlatform(
    volumes,
    'import <name> <file>',
    'put what a tar archive holds (plain, gzip or zstd; - for standard input) in the place of what a volume holds; its app is stopped for a moment, and what was there is kept as a snapshot',
  )
    .summary('replace what a volume holds by a tar archive')
    .action(async (name, file, _options, command) =>
      (await import('./commands/import-volume.ts')).importVolume(name, file, command.optsWithGlobals()),
    )
  onPlatform(volumes, 'snapshot <name>', 'keep what a volume holds now').action(
    async (name, _options, command) =>
      (await import('./commands/volume-snapshots.ts')).snapshotVolume(name, command.optsWithGlobals()),
  )
  onPlatform(volumes, 'schedule <name> <every>', 'make snapshots by themselves: daily, weekly or off')
    .option('--keep <count>', 'how many of those stay, 1 to 14; else 7', parseKeep)
    .action(async (name, every, _options, command) =>
      (await import('./commands/volume-snapshots.ts')).scheduleSnapshots(
        name,
        every,
        command.optsWithGlobals(),
      ),
    )
  onPlatform(
    volumes,
    'restore <name> [snapshot]',
    'bring a snapshot back, by its number in info, or a backup, also into a volume that is made by it; the app is stopped meanwhile, and what was there is kept as a snapshot',
  )
    .summary('bring a snapshot or a backup back')
    .option('--backup <id>', 'a backup in your bucket, in place of a snapshot')
    .action(async (name, number, _options, command) =>
      (await import('./commands/volume-snapshots.ts')).restoreVolume(name, number, command.optsWithGlobals()),
    )
  onPlatform(volumes, 'forget <name> <snapshot>', 'remove a snapshot').action(
    async (name, number, _options, command) =>
      (await import('./commands/volume-snapshots.ts')).forgetSnapshot(
        name,
        number,
        command.optsWithGlobals(),
      ),
  )
}
