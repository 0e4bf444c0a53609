import type { Command } from 'commander'
import { countIn } from './arguments/number.ts'
import { onPlatform } from './on-platform.ts'

const DAYS = countIn({ min: 1, example: '30' })

/** `berth images …`: what may not go, what goes by itself, and who may see it. */
export function addImageRules(images: Command): void {
  onPlatform(images, 'rules', 'list the rules that protect tags, and those by which tags go').action(
    async (_options, command) =>
      (await import('./commands/image-rules.ts')).listRules(command.optsWithGlobals()),
  )
  onPlatform(
    images,
    'protect <tags>',
    'keep tags from moving, or from being deleted, as protect "v*" --no-delete',
  )
    .summary('keep tags from moving, or from being deleted')
    .option('--repositories <pattern>', 'only of these, as web or team/*', '*')
    .option('--no-overwrite', 'they never point to another image')
    .option('--no-delete', 'they are never deleted, by nobody and no rule')
    .action(async (tags, _options, command) =>
      (await import('./commands/image-rules.ts')).protect(tags, command.optsWithGlobals()),
    )
  onPlatform(images, 'unprotect <id>', 'remove a rule that protects tags, see images rules').action(
    async (id, _options, command) =>
      (await import('./commands/image-rules.ts')).unprotect(id, command.optsWithGlobals()),
  )
  addRetention(images)
  addVisibility(images)
}

function addRetention(images: Command): void {
  const retention = onPlatform(
    images,
    'retention',
    'show what goes by the rules of retention, and why',
  ).action(async (_options, command) =>
    (await import('./commands/retention.ts')).previewRetention(command.optsWithGlobals()),
  )
  onPlatform(retention, 'add', 'add a rule: what it names goes, but for what it keeps; runs once a day')
    .option('--repositories <pattern>', 'only of these, as web or team/*', '*')
    .option('--tags <pattern>', 'only these, as v*', '*')
    .option(
      '--keep-last <n>',
      'keep so many of each repository, the newest',
      countIn({ min: 1, example: '10' }),
    )
    .option('--keep-pushed <days>', 'keep what was pushed in the last days', DAYS)
    .option('--keep-pulled <days>', 'keep what was pulled or pushed in the last days', DAYS)
    .option('--untagged <days>', 'images without a tag go after so many days', DAYS)
    .option('--dry-run', 'only show what would go')
    .action(async (_options, command) =>
      (await import('./commands/retention.ts')).addRetention(command.optsWithGlobals()),
    )
  onPlatform(retention, 'remove <id>', 'remove a rule, see images rules').action(
    async (id, _options, command) =>
      (await import('./commands/retention.ts')).removeRetention(id, command.optsWithGlobals()),
  )
  onPlatform(retention, 'run', 'run the rules now')
    .option('-y, --yes', 'do not ask first')
    .action(async (_options, command) =>
      (await import('./commands/retention.ts')).runRetention(command.optsWithGlobals()),
    )
}

function addVisibility(images: Command): void {
  onPlatform(images, 'public <repository>', 'let everybody pull a repository, also without signing in')
    .option('-y, --yes', 'do not ask first')
    .action(async (name, _options, command) =>
      (await import('./commands/image-visibility.ts')).setVisibility(name, true, command.optsWithGlobals()),
    )
  onPlatform(
    images,
    'private <repository>',
    'let members of the tenant pull a repository, and nobody else',
  ).action(async (name, _options, command) =>
    (await import('./commands/image-visibility.ts')).setVisibility(name, false, command.optsWithGlobals()),
  )
  onPlatform(
    images,
    'prune',
    'delete images without a tag that nothing needs, and layers that no image needs',
  )
    .option('--dry-run', 'only say what would go, and how many bytes')
    .option('-y, --yes', 'do not ask first')
    .action(async (_options, command) =>
      (await import('./commands/prune-images.ts')).pruneImages(command.optsWithGlobals()),
    )
}
