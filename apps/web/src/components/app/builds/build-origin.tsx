import type { BuildOrigin } from '@berth/protocol'

/** What it was built from: a commit with its branch, or the name of what was sent. */
export function BuildOriginText({ origin }: { origin: BuildOrigin }) {
  if (origin.kind !== 'git') return <span className="font-mono text-xs">{origin.name}</span>
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span className="font-mono text-xs" title={origin.commit}>
        {origin.commit.slice(0, 7)} {origin.branch}
      </span>
      <span className="truncate text-muted">{origin.subject}</span>
    </span>
  )
}
