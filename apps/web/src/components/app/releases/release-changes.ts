import { formatBytes } from '@berth/core/bytes.ts'
import type { ReleaseView } from '@berth/protocol'

export type ReleaseChange = {
  readonly what: 'image' | 'port' | 'cpu' | 'memory' | 'replicas' | 'env'
  readonly from: string
  readonly to: string
}

/** What differs between two releases. Of the environment only names are known. */
export function releaseChanges(from: ReleaseView, to: ReleaseView): ReleaseChange[] {
  const all: ReleaseChange[] = [
    { what: 'image', from: imageOf(from), to: imageOf(to) },
    { what: 'port', from: String(from.port ?? '–'), to: String(to.port ?? '–') },
    { what: 'cpu', from: String(from.limits.cpu), to: String(to.limits.cpu) },
    { what: 'memory', from: formatBytes(from.limits.memory), to: formatBytes(to.limits.memory) },
    { what: 'replicas', from: String(from.replicas), to: String(to.replicas) },
    { what: 'env', from: from.envNames.toSorted().join(' '), to: to.envNames.toSorted().join(' ') },
  ]
  return all.filter((change) => change.from !== change.to)
}

function imageOf(release: ReleaseView): string {
  return `${release.image} (${release.digest.slice(7, 19)})`
}
