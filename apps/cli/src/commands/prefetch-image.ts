import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { NodePullView } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { describePull } from './node-images.ts'

const POLL_MS = 1000

type Options = SessionOptions & { readonly node?: string; readonly wait?: boolean }

/** Has nodes pull an image before it is deployed; with --wait until all have it. Error: image.pull_failed. */
export async function prefetchImage(image: string, options: Options): Promise<void> {
  const session = await openSession(options)
  const asked = options.node === undefined ? {} : { node: options.node }
  const begun = await session.api.nodeImages.prefetch.mutate({ image, ...asked })
  const ends = options.wait
    ? await Promise.all(begun.nodes.map((node) => follow(session, node, begun.digest)))
    : []
  if (options.json) printJson(begun)
  else printResult(`${begun.repository}@${begun.digest} on ${begun.nodes.join(', ')}`)
  const failed = ends.find(({ state }) => state === 'failed')
  if (failed) throw new BerthError('image.pull_failed', failed.error ?? 'the image could not be pulled')
}

async function follow(session: Session, node: string, digest: string): Promise<NodePullView> {
  let said = ''
  for (;;) {
    const { pulls } = await session.api.nodeImages.list.query({ node })
    const pull = pulls.find((one) => one.digest === digest)
    // an agent that was started anew remembers no pull
    if (!pull) throw new BerthError('image.pull_failed', `${node} does not pull it any more: ask again`)
    const line = describePull(node, pull)
    if (line !== said) say(line)
    said = line
    if (pull.state !== 'pulling') return pull
    await sleep(POLL_MS)
  }
}
