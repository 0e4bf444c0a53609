import { formatBytes } from '@berth/core'
import type { TagView } from '@berth/protocol'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

/** `sha256:` and twelve digits, as docker shows it; `--json` has all of them. */
const SHORT_DIGEST = 19

export function showTags(tags: readonly TagView[]): string {
  return formatTable([
    ['TAG', 'DIGEST', 'PLATFORMS', 'SIZE', 'PULLS', 'PUSHED'],
    ...tags.map((found) => [
      found.tag,
      shortDigest(found.digest),
      found.platforms.join(' ') || '-',
      formatBytes(found.bytes),
      String(found.pulls),
      sayWhen(found.pushedAt),
    ]),
  ])
}

export function shortDigest(digest: string): string {
  return digest.slice(0, SHORT_DIGEST)
}
