import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth nodes …`, for administrators. A node need not be named where there is one. */
export function addNodes(program: Command): void {
  const nodes = onPlatform(program, 'nodes', 'list the nodes of the platform; for its administrators').action(
    async (options) => (await import('./commands/nodes.ts')).nodes(options),
  )
  onPlatform(nodes, 'info [name]', 'show one node, with the disk that its containers write to').action(
    async (name, _options, command) =>
      (await import('./commands/node-info.ts')).nodeInfo(name, command.optsWithGlobals()),
  )
  onPlatform(nodes, 'images [name]', 'list the images that lie on a node, and what it pulls').action(
    async (name, _options, command) =>
      (await import('./commands/node-images.ts')).nodeImages(name, command.optsWithGlobals()),
  )
  onPlatform(nodes, 'prune [name]', 'remove the images of a node that no container there needs')
    .option('--image <digest>', 'only this one')
    .action(async (name, _options, command) =>
      (await import('./commands/node-images.ts')).pruneImages(name, command.optsWithGlobals()),
    )
}
