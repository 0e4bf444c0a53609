import { formatBytes } from '@berth/core'
import type { NodeImagesView, NodePullView } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'
import { chooseNode } from './node-info.ts'

const SHORT_DIGEST = 19

/** What lies on one node, or the only one. Errors: node.not_found, node.unreachable, input.invalid. */
export async function nodeImages(name: string | undefined, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const found = await session.api.nodeImages.list.query({ node: await nameOf(session, name) })
  if (options.json) return printJson(found)
  printResult(
    formatTable([
      ['IMAGE', 'DIGEST', 'PLATFORM', 'SIZE', 'LAST USE', 'USED BY'],
      ...found.images.map((image) => [
        image.repositories.join(' ') || '-',
        image.digest.slice(0, SHORT_DIGEST),
        image.platform,
        formatBytes(image.bytes),
        sayWhen(image.usedAt),
        image.usedBy.join(' ') || '-',
      ]),
    ]),
  )
  for (const pull of found.pulls.filter(({ state }) => state !== 'done')) say(describePull(found.node, pull))
  say(describeSpace(found))
}

/** Removes what no container of the node needs, or one image. Error: image.in_use. */
export async function pruneImages(
  name: string | undefined,
  options: SessionOptions & { readonly image?: string },
): Promise<void> {
  const session = await openSession(options)
  const node = await nameOf(session, name)
  const digest = options.image === undefined ? {} : { digest: options.image }
  const freed = await session.api.nodeImages.prune.mutate({ node, ...digest })
  if (options.json) return printJson({ node, ...freed })
  printResult(`${node}: ${formatBytes(freed.freedBytes)} freed`)
}

/** One line of how a pull stands. */
export function describePull(node: string, pull: NodePullView): string {
  const { state, bytes, total, layers, layersDone } = pull
  const what = `${node}: ${pull.repository}`
  switch (state) {
    case 'pulling':
      return total === 0
        ? `${what} …`
        : `${what} … ${formatBytes(bytes)} of ${formatBytes(total)}, ${layersDone} of ${layers} layers`
    case 'done':
      return `${what} is there (${formatBytes(total)}, ${layers} layers)`
    case 'failed':
      return `${what} failed: ${pull.error ?? 'for no known reason'}`
  }
}

function describeSpace({ imageBytes, diskBytes, diskFreeBytes }: NodeImagesView): string {
  return `images take ${formatBytes(imageBytes)}; ${formatBytes(diskFreeBytes)} of ${formatBytes(diskBytes)} are free`
}

async function nameOf(session: Session, name: string | undefined): Promise<string> {
  return chooseNode(await session.api.admin.nodes.query({}), name).name
}
