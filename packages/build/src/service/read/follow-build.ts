import { createBell } from '@berth/core'
import type { TenantDb } from '@berth/db'
import type { BuildDetailView } from '@berth/protocol'
import type { BuildHints } from './build-hints.ts'
import { readBuild } from './build-queries.ts'
import { readOutput } from './read-output.ts'

/** Rows are looked at this often when no hint comes: where it is in the queue changes without one. */
const LOOK_MS = 1_000

export type BuildMoment =
  | { readonly kind: 'output'; readonly text: string }
  /** its state changed; the last one is that of its end */
  | { readonly kind: 'state'; readonly build: BuildDetailView }

/** All that a build prints and becomes, from its begin until its end. Error: build.not_found. */
export async function* followBuild(
  { db, hints }: { readonly db: TenantDb; readonly hints: Pick<BuildHints, 'watch'> },
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<BuildMoment, void> {
  const bell = createBell()
  const unwatch = hints.watch(id, () => bell.ring())
  try {
    let from = 0
    let said = ''
    while (!signal?.aborted) {
      const build = await readBuild(db, { id })
      const { text, next, ended } = await readOutput(db, { id, from })
      const isOver = ended && build.endedAt !== null
      const state = `${build.state} ${build.wait?.for} ${build.wait?.ahead}`
      if (state !== said && !isOver) yield { kind: 'state', build }
      if (text !== '') yield { kind: 'output', text }
      if (isOver) return yield { kind: 'state', build }
      said = state
      if (next === from) await bell.wait(LOOK_MS)
      from = next
    }
  } finally {
    unwatch()
  }
}
