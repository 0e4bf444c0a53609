import type { Figure } from './figure.ts'
import { startContestants } from './registry/contestants.ts'
import { benchLargeLayer } from './registry/large-layer.ts'
import { benchManifests } from './registry/manifests.ts'
import { benchSmallBlobs } from './registry/small-blobs.ts'

/** Our registry beside Debian's docker-registry, both with bearer tokens, in turns on one machine. */
export async function benchRegistry(): Promise<Figure[]> {
  const contestants = await startContestants()
  try {
    return [
      ...(await benchLargeLayer(contestants)),
      ...(await benchSmallBlobs(contestants)),
      ...(await benchManifests(contestants)),
    ]
  } finally {
    await contestants.stop()
  }
}
