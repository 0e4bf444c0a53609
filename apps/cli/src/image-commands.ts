import { Argument, type Command } from 'commander'
import { addArchives } from './archive-commands.ts'
import { addImageRules } from './image-rule-commands.ts'
import { onPlatform } from './on-platform.ts'
import { BASE_IMAGES } from './platform/base-images.ts'

/** `berth images …`. References are written as `deploy` takes them: name, name:tag or tenant/name:tag. */
export function addImages(program: Command): void {
  const images = onPlatform(program, 'images', 'list the images of the tenant, and the public ones').action(
    async (options) => (await import('./commands/images.ts')).listImages(options),
  )
  addLooks(images)
  addChanges(images)
  addImageRules(images)
  addArchives(images)
}

function addLooks(images: Command): void {
  onPlatform(images, 'search <word>', 'list repositories with a word in their name or description').action(
    async (word, _options, command) =>
      (await import('./commands/images.ts')).searchImages(word, command.optsWithGlobals()),
  )
  onPlatform(images, 'tags <repository>', 'list the tags of a repository, newest first')
    .option('--filter <text>', 'only tags that contain it')
    .action(async (name, _options, command) =>
      (await import('./commands/image-tags.ts')).imageTags(name, command.optsWithGlobals()),
    )
  onPlatform(
    images,
    'inspect <ref>',
    'show an image: platforms, layers with what made them, configuration; of a name without a tag, its tags',
  )
    .summary('show an image, its layers and configuration')
    .option('--platform <name>', 'which image of an index, as linux/arm64')
    .action(async (ref, _options, command) =>
      (await import('./commands/inspect-image.ts')).inspectImage(ref, command.optsWithGlobals()),
    )
  onPlatform(
    images,
    'packages <name>',
    'list the images that bring a package, as openssl or openssl@3.0.11',
  ).action(async (name, _options, command) =>
    (await import('./commands/image-packages.ts')).imagesWithPackage(name, command.optsWithGlobals()),
  )
  onPlatform(images, 'diff <from> <to>', 'compare two images: configuration, layers, packages')
    .option('--platform <name>', 'which images of indexes, as linux/arm64')
    .action(async (from, to, _options, command) =>
      (await import('./commands/diff-images.ts')).diffImages(from, to, command.optsWithGlobals()),
    )
}

function addChanges(images: Command): void {
  onPlatform(
    images,
    'delete <ref>',
    'delete a tag (name:tag), an image with all its tags (name@sha256:…) or a whole repository (name); says first what goes',
  )
    .summary('delete a tag, an image or a repository')
    .option('--dry-run', 'only say what would go, what it frees and what uses it')
    .option('-y, --yes', 'do not ask for its name first')
    .action(async (ref, _options, command) =>
      (await import('./commands/delete-image.ts')).deleteImage(ref, command.optsWithGlobals()),
    )
  onPlatform(images, 'describe <repository>', 'write what is said of a repository on its page')
    .option('--text <line>', 'one line, also found by search')
    .option('--readme <file>', 'Markdown of at most 64 KiB; an empty file takes it away')
    .action(async (name, _options, command) =>
      (await import('./commands/describe-image.ts')).describeImage(name, command.optsWithGlobals()),
    )
  onPlatform(images, 'collect', 'free what nothing needs any more, on the whole platform; for administrators')
    .option('--dry-run', 'only say what would go')
    .option('--compare', 'compare storage with the database too, which reads all of both')
    .action(async (_options, command) =>
      (await import('./commands/collect-images.ts')).collectImages(command.optsWithGlobals()),
    )
  onPlatform(images, 'build', `build a base image on this machine: ${BASE_IMAGES.join(', ')}`)
    .addArgument(new Argument('<name>').choices(BASE_IMAGES))
    .action(async (name, _options, command) =>
      (await import('./commands/images.ts')).buildBaseImage(name, command.optsWithGlobals()),
    )
}
