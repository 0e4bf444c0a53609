import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { GitPush } from '@berth/db'
import { checkTips, isAncestor } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import { refMoved } from '../store/move-refs.ts'
import type { BuiltPush } from './built-push.ts'
import { claimPush, pendingPush } from './pending-push.ts'
import { abandonPush, settlePush } from './settle-push.ts'

const ASK_MS = 500
const PATIENCE_MS = 60 * 60_000

export type Turn = {
  /** of the GitPush */
  readonly id: string
  readonly push: BuiltPush
  /** why it cannot be, now that others went before */
  readonly refused: string | null
}

/**
 * One push of an app is built at a time. One that goes on from the push before it, or is by the same person, ends the
 * build of that; others wait, and then hold against what came of it. Error: git.ref_moved after an hour.
 */
export async function takeTurn(deps: PushDeps, push: BuiltPush): Promise<Turn> {
  const { app, update, pusher } = push
  const claim = { appId: app.id, update, commit: update.new, by: pusher.by }
  const told = new Set<string>()
  for (let waited = 0; waited < PATIENCE_MS; waited += ASK_MS) {
    const id = await claimPush(deps, claim)
    if (id !== undefined) return rebase(deps, push, id)
    const other = await pendingPush(deps.db, app.id)
    if (other !== null && !told.has(other.id) && other.buildId !== null) {
      told.add(other.id)
      await meet(deps, push, { ...other, buildId: other.buildId })
    }
    if (other !== null) await settlePush(deps, other.id)
    await delay(ASK_MS)
  }
  throw new BerthError('git.ref_moved', 'another push of this app takes too long: push again later')
}

async function meet(
  deps: PushDeps,
  { update, pusher, repository, say, env }: BuiltPush,
  other: GitPush & { readonly buildId: string },
): Promise<void> {
  const objects = { repository: repository.folder, env }
  say(`-----> ${other.createdBy} pushed ${other.commit.slice(0, 10)} just before\n`)
  // its commit may not be here: then nothing goes on from it
  const goesOn = await isAncestor(objects, other.commit, update.new).catch(() => false)
  if (!goesOn && other.createdBy !== pusher.by)
    return say(`       waiting until its build ${other.buildId} has ended\n`)
  say(`       its build ${other.buildId} is ended, for this one\n`)
  try {
    const reason = `${pusher.by} pushed ${update.new.slice(0, 10)} meanwhile, which takes its place`
    await deps.builds.cancel({ ...pusher, id: other.buildId, reason })
  } catch (error) {
    // it has just ended: then there is nothing to end
    if (!(error instanceof BerthError) || error.kind === 'internal') throw error
  }
}

/** What was pushed before may have moved the ref, or taken objects away with it. */
async function rebase(deps: PushDeps, push: BuiltPush, id: string): Promise<Turn> {
  const { app, update, env } = push
  const repository = await deps.repositories.open(app.id)
  const present = repository.refs.get(update.name) ?? null
  const objects = { repository: repository.folder, env }
  const moved = present !== update.old
  const refused =
    !moved || (present !== null && (await isAncestor(objects, present, update.new)))
      ? null
      : refMoved(update.name).message
  if (refused !== null) {
    await abandonPush(deps, id, refused)
    return { id, push, refused }
  }
  await checkTips(objects, [{ name: update.name, commit: update.new }], repository.refs.values())
  const now = { ...update, old: present }
  if (moved) await deps.db.gitPush.update({ where: { id }, data: { refs: [now] } })
  return { id, push: { ...push, repository, update: now }, refused }
}
