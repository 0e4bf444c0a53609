import { type Clock, newId } from '@berth/core'
import { type Db, type GitPush, isUniqueViolation } from '@berth/db'
import type { RefUpdate } from '@berth/git'

/** Takes the app's one place for a push that is built. Undefined when another push has it. */
export async function claimPush(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  push: { readonly appId: string; readonly update: RefUpdate; readonly commit: string; readonly by: string },
): Promise<string | undefined> {
  const { appId, update, commit, by } = push
  const now = clock.now()
  const id = newId('push')
  try {
    await db.gitPush.create({
      data: { id, appId, holds: appId, refs: [update], commit, createdBy: by, createdAt: now, aliveAt: now },
    })
    return id
  } catch (error) {
    if (isUniqueViolation(error)) return undefined
    throw error
  }
}

/** The push that waits for its build, if there is one. */
export function pendingPush(db: Db, appId: string): Promise<GitPush | null> {
  return db.gitPush.findUnique({ where: { holds: appId } })
}

const ALIVE_MS = 5000

/** Says again and again that the process which serves a push is there; returns how to stop that. */
export function keepAlive(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  id: string,
  onError: (error: unknown) => void,
): () => void {
  const timer = setInterval(() => {
    db.gitPush.updateMany({ where: { id }, data: { aliveAt: clock.now() } }).catch(onError)
  }, ALIVE_MS)
  timer.unref()
  return () => clearInterval(timer)
}
