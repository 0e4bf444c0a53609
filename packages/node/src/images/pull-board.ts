import { type Clock, toBerthError } from '@berth/core'
import type { ImageStore, LocalImage } from '@berth/image'
import type { NodePull, PullSum } from '@berth/protocol'
import { createPullSum } from './pull-sum.ts'

type PullRequest = Parameters<ImageStore['pull']>[0]

/** Pulls of this node, and how they stand; those that are over are told of for a while. */
export type PullBoard = {
  pull(request: PullRequest, onSum?: (sum: PullSum) => void): Promise<LocalImage>
  /** newest first */
  list(): NodePull[]
  /** how many run */
  running(): number
}

const SHOWN_MS = 10 * 60_000
const SHOWN = 100
const NOTHING: PullSum = { bytes: 0, total: 0, layers: 0, layersDone: 0 }

export function createPullBoard(images: Pick<ImageStore, 'pull'>, clock: Clock): PullBoard {
  const pulls = new Map<string, NodePull>()

  const put = (pull: NodePull) => {
    pulls.delete(pull.digest) // the newest is the last
    pulls.set(pull.digest, pull)
    const limit = clock.now().getTime() - SHOWN_MS
    for (const [digest, { state, since }] of pulls) {
      const isOver = state !== 'pulling'
      if (isOver && (Date.parse(since) < limit || pulls.size > SHOWN)) pulls.delete(digest)
    }
  }

  return {
    async pull(request, onSum) {
      const { digest, source } = request
      const sum = createPullSum()
      const started = { digest, repository: source.repository, sum: NOTHING, error: null }
      const at = () => clock.now().toISOString()
      put({ ...started, state: 'pulling', since: at() })
      const latest = () => pulls.get(digest)?.sum ?? NOTHING
      try {
        const image = await images.pull({
          ...request,
          onProgress(progress) {
            const now = sum.add(progress)
            const shown = pulls.get(digest)
            if (shown) pulls.set(digest, { ...shown, sum: now })
            onSum?.(now)
          },
        })
        put({ ...started, sum: latest(), state: 'done', since: at() })
        return image
      } catch (error) {
        const { message } = toBerthError(error)
        put({ ...started, sum: latest(), state: 'failed', since: at(), error: message })
        throw error
      }
    },
    list: () => [...pulls.values()].toReversed(),
    running: () => [...pulls.values()].filter(({ state }) => state === 'pulling').length,
  }
}
