import { type Command, Option } from 'commander'
import { onPlatform } from './on-platform.ts'

/** Images as files: what docker, podman and skopeo save, and load. */
export function addArchives(images: Command): void {
  onPlatform(
    images,
    'import <file>',
    'push the images of an archive of "docker save", or of an OCI layout; - reads standard input',
  )
    .option(
      '--repository <name>',
      'where to, as shop, shop:2 or acme/shop (default: as the archive names it)',
    )
    .action(async (file, _options, command) =>
      (await import('./commands/import-image.ts')).importImage(file, command.optsWithGlobals()),
    )
  onPlatform(images, 'export <ref>', 'write an image as an archive, for "docker load" and others')
    .option('-o, --output <file>', 'where to (default: standard output)')
    .addOption(
      new Option('--format <name>', 'docker: for all of them; oci: an OCI layout, with every platform')
        .choices(['docker', 'oci'])
        .default('docker'),
    )
    .option('--platform <name>', 'which one of several, as linux/arm64')
    .action(async (ref, _options, command) =>
      (await import('./commands/export-image.ts')).exportImageTo(ref, command.optsWithGlobals()),
    )
  onPlatform(images, 'prefetch <ref>', 'have nodes pull an image before it is deployed; for administrators')
    .option('--node <name>', 'this node (default: all that are ready)')
    .option('--wait', 'wait until they have it')
    .action(async (ref, _options, command) =>
      (await import('./commands/prefetch-image.ts')).prefetchImage(ref, command.optsWithGlobals()),
    )
}
