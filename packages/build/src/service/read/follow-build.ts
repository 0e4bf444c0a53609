import type { TenantDb } from '@berth/db'
import type { BuildDetailView } from '@berth/protocol'
import { readBuild } from './build-queries.ts'
import { readOutput } from './read-output.ts'

/** When nobody wakes, rows are looked at this often. */
const LOOK_MS = 500

export type BuildMoment =
  | { readonly kind: 'output'; readonly text: string }
  /** its state changed; the last one is that of its end */
  | { readonly kind: 'state'; readonly build: BuildDetailView }

/** All that a build prints and becomes, from its begin until its end. Error: build.not_found. */
export async function* followBuild(
  db: TenantDb,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<BuildMoment, void> {
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
    if (next === from) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    from = next
  }
}
