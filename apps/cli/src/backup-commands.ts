import type { Command } from 'commander'
import { parseKeptBackups } from './arguments/ranges.ts'
import { onPlatform } from './on-platform.ts'

/** `berth backups …`: copies of volumes in the tenant's own bucket. */
export function addBackups(program: Command): void {
  const backups = onPlatform(program, 'backups', 'list the backups of volumes in your bucket')
    .option('--volume <name>', 'only those of this volume')
    .action(async (options) => (await import('./commands/backups.ts')).listBackups(options))
  onPlatform(backups, 'refresh', 'look into the bucket, and list what is there').action(
    async (_options, command) =>
      (await import('./commands/backups.ts')).refreshBackups(command.optsWithGlobals()),
  )
  onPlatform(backups, 'remove <backup>', 'remove a backup from the bucket, for good')
    .option('-y, --yes', 'do not ask for its id')
    .action(async (id, _options, command) =>
      (await import('./commands/backups.ts')).removeBackup(id, command.optsWithGlobals()),
    )
  addTarget(backups)
}

function addTarget(backups: Command): void {
  const target = onPlatform(backups, 'target', 'show the bucket that backups go to').action(
    async (_options, command) =>
      (await import('./commands/backup-target.ts')).showTarget(command.optsWithGlobals()),
  )
  onPlatform(target, 'set', 'choose the bucket that backups go to; it is tried before it is kept')
    .requiredOption('--endpoint <url>', 'address of the server, https://…')
    .requiredOption('--bucket <name>', 'name of the bucket')
    .requiredOption('--key-id <id>', 'id of the access key')
    .option('--region <name>', 'its region', 'us-east-1')
    .option('--prefix <prefix>', 'what names in it begin with', '')
    .option('--virtual-host', 'the bucket is part of the host name, as with Amazon, and not of the path')
    .option('--secret-stdin', 'read the secret key from standard input, and do not ask')
    .option('--keep-secret', 'keep the secret key that is there')
    .action(async (_options, command) =>
      (await import('./commands/backup-target.ts')).setTarget(command.optsWithGlobals()),
    )
  onPlatform(target, 'remove', 'give up the bucket; what is in it stays there').action(
    async (_options, command) =>
      (await import('./commands/backup-target.ts')).removeTarget(command.optsWithGlobals()),
  )
}

/** `berth volumes backup …`. */
export function addVolumeBackups(volumes: Command): void {
  onPlatform(volumes, 'backup <name>', 'copy what a volume holds at this moment into your bucket').action(
    async (name, _options, command) =>
      (await import('./commands/volume-backups.ts')).backUpVolume(name, command.optsWithGlobals()),
  )
  onPlatform(volumes, 'backups <name>', 'list the backups of a volume, and what is under way').action(
    async (name, _options, command) =>
      (await import('./commands/backups.ts')).listBackups({ ...command.optsWithGlobals(), volume: name }),
  )
  onPlatform(volumes, 'backup-schedule <name> <every>', 'make backups by themselves: daily, weekly or off')
    .option('--keep <count>', 'how many of those stay in the bucket, 1 to 100; else 7', parseKeptBackups)
    .action(async (name, every, _options, command) =>
      (await import('./commands/volume-backups.ts')).scheduleBackups(name, every, command.optsWithGlobals()),
    )
}
