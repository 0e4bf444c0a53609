import { BerthError } from '@berth/core'
import { buildFailureSchema } from '@berth/protocol'
import type { Build, GitPush, Tx } from '@berth/db'
import { z } from 'zod'
import type { PushDeps } from '../deps.ts'
import { lockRepository, moveRefs } from '../store/move-refs.ts'

type SettleDeps = Pick<PushDeps, 'db' | 'clock' | 'repositories'>

export type Settled =
  | { readonly state: 'pending' }
  | { readonly state: 'accepted' }
  | { readonly state: 'rejected'; readonly reason: string }

/** A push whose process has said nothing for so long, and that has no build, will not go on. */
const LOST_MS = 30_000

/**
 * Ends a push whose build has ended: its refs move, or it is rejected with the reason. Any process may do it, any
 * number of times.
 */
export async function settlePush(deps: SettleDeps, id: string): Promise<Settled> {
  const { db, clock, repositories } = deps
  const { settled, dropped } = await db.$transaction(async (tx) => {
    const seen = await tx.gitPush.findUnique({ where: { id } })
    if (seen === null) return { settled: rejected('the app was deleted'), dropped: undefined }
    await lockRepository(tx, seen.appId)
    const push = await tx.gitPush.findUniqueOrThrow({ where: { id } })
    if (push.state !== 'pending') return { settled: ended(push), dropped: undefined }
    const verdict = await judge(tx, push, clock.now())
    if (verdict.state === 'pending') return { settled: verdict, dropped: undefined }
    const settled = verdict.state === 'accepted' ? await accept(tx, push, clock.now()) : verdict
    const reason = settled.state === 'rejected' ? settled.reason : null
    await tx.gitPush.update({
      where: { id },
      data: { state: settled.state, reason, holds: null, endedAt: clock.now() },
    })
    if (settled.state === 'accepted' || push.pack === null) return { settled, dropped: undefined }
    await tx.gitPack.deleteMany({ where: { appId: push.appId, digest: push.pack } })
    return { settled, dropped: { appId: push.appId, digest: push.pack } }
  })
  if (dropped) await repositories.forgetPack(dropped.appId, dropped.digest)
  return settled
}

/** Ends what a process left that was killed; for a chore. */
export async function settlePushes(deps: SettleDeps): Promise<void> {
  const pending = await deps.db.gitPush.findMany({
    where: { state: 'pending' },
    select: { id: true },
    take: 1000,
  })
  for (const { id } of pending) await settlePush(deps, id)
}

/** Gives a push up that has not come as far as a build. */
export async function abandonPush(
  { db, clock, repositories }: SettleDeps,
  id: string,
  reason: string,
): Promise<void> {
  const dropped = await db.$transaction(async (tx) => {
    const push = await tx.gitPush.findUnique({ where: { id } })
    if (push?.state !== 'pending') return undefined
    const end = { state: 'rejected', reason, holds: null, endedAt: clock.now() }
    await tx.gitPush.update({ where: { id }, data: end })
    if (push.pack === null) return undefined
    await tx.gitPack.deleteMany({ where: { appId: push.appId, digest: push.pack } })
    return { appId: push.appId, digest: push.pack }
  })
  if (dropped) await repositories.forgetPack(dropped.appId, dropped.digest)
}

async function judge(tx: Tx, push: GitPush, now: Date): Promise<Settled> {
  const build =
    push.buildId === null
      ? await findBuild(tx, push)
      : await tx.build.findUnique({ where: { id: push.buildId } })
  if (build === null) {
    if (push.buildId !== null) return rejected('its build was deleted')
    const silent = now.getTime() - push.aliveAt.getTime()
    return silent > LOST_MS
      ? rejected('the platform was restarted while it came: push again')
      : { state: 'pending' }
  }
  switch (build.state) {
    case 'succeeded':
      return { state: 'accepted' }
    case 'failed':
    case 'canceled':
      return rejected(reasonOf(build))
    default:
      return { state: 'pending' }
  }
}

/** Its process was killed after it had begun the build, and before it wrote so. */
function findBuild(tx: Tx, push: GitPush): Promise<Build | null> {
  return tx.build.findFirst({
    where: {
      appId: push.appId,
      createdAt: { gte: push.createdAt },
      createdBy: push.createdBy,
      origin: { path: ['commit'], equals: push.commit },
    },
    orderBy: { createdAt: 'desc' },
  })
}

const refsSchema = z.array(
  z.object({ name: z.string(), old: z.string().nullable(), new: z.string().nullable() }),
)

async function accept(tx: Tx, push: GitPush, now: Date): Promise<Settled> {
  try {
    await moveRefs(tx, push.appId, refsSchema.parse(push.refs), now)
    return { state: 'accepted' }
  } catch (error) {
    if (error instanceof BerthError && error.code === 'git.ref_moved') return rejected(error.message)
    throw error
  }
}

/** One line, as git shows it in brackets. */
export function reasonOf(build: Pick<Build, 'failure' | 'state'>): string {
  const failure = buildFailureSchema.safeParse(build.failure)
  if (!failure.success) return build.state === 'canceled' ? 'the build was canceled' : 'the build failed'
  const { kind, message, file, line } = failure.data
  const where = file === undefined || line === undefined ? '' : `${file}:${line}: `
  return kind === 'canceled' ? message : `the build failed: ${where}${message}`
}

function ended(push: GitPush): Settled {
  return push.state === 'accepted' ? { state: 'accepted' } : rejected(push.reason ?? 'it was rejected')
}

function rejected(reason: string): Settled {
  return { state: 'rejected', reason }
}
