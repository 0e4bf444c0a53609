import type { SandboxReason, SandboxState, SandboxWish } from '@berth/core'
import type { LabTimes } from '@berth/lab'

/** What the decision about one sandbox's life reads. */
export type LifeModel = {
  readonly state: SandboxState
  readonly readyAt: Date | null
  readonly expiresAt: Date | null
  readonly activeAt: Date | null
  readonly seenAt: Date | null
  readonly frozenAt: Date | null
  readonly stoppedAt: Date | null
  readonly archivedAt: Date | null
  readonly noticedAt: Date | null
  readonly requestedAt: Date
}

export type LifeStep =
  | { readonly kind: 'wish'; readonly wanted: SandboxWish; readonly reason: SandboxReason }
  /** its owner is told that its files go */
  | { readonly kind: 'notice' }

/** Or half of the time that files are kept. */
const NOTICE_SECONDS = 24 * 60 * 60

/** What time alone does to a sandbox that has an owner; null: nothing now. */
export function planLife(
  sandbox: LifeModel,
  around: { readonly now: Date; readonly times: LabTimes; readonly courseOver: boolean },
): LifeStep | null {
  const { now, times, courseOver } = around
  const { state, expiresAt } = sandbox
  if (state === 'ended') return null
  if (state === 'archived') return planArchived(sandbox, now, times)
  if (courseOver) return wish('archived', { kind: 'course-over' })
  if (expiresAt !== null && expiresAt <= now) return wish('archived', { kind: 'expired' })
  const since = (...times: readonly (Date | null)[]) => secondsSince(now, times)
  switch (state) {
    case 'running': {
      const quiet = since(sandbox.activeAt, sandbox.readyAt)
      const unseen = since(sandbox.seenAt, sandbox.readyAt)
      if (unseen >= times.orphaned && quiet >= times.idle) return wish('stopped', { kind: 'orphaned' })
      return Math.min(quiet, unseen) >= times.idle ? wish('frozen', { kind: 'idle' }) : null
    }
    case 'frozen':
      if (since(sandbox.frozenAt) >= times.overdue) return wish('stopped', { kind: 'overdue' })
      return since(sandbox.seenAt, sandbox.readyAt) >= times.orphaned
        ? wish('stopped', { kind: 'orphaned' })
        : null
    case 'stopped':
      return since(sandbox.stoppedAt) >= times.archive ? wish('archived', { kind: 'unused' }) : null
    case 'failed':
      return since(sandbox.requestedAt) >= times.archive ? wish('archived', { kind: 'unused' }) : null
    case 'queued':
    case 'starting':
      return null
  }
}

/** When the files of an archived one go. */
export function deletedAt(archivedAt: Date, times: Pick<LabTimes, 'delete'>): Date {
  return new Date(archivedAt.getTime() + times.delete * 1000)
}

/** So long before its files go its owner is told. */
export function noticeSeconds(times: Pick<LabTimes, 'delete'>): number {
  return Math.min(NOTICE_SECONDS, times.delete / 2)
}

function planArchived({ archivedAt, noticedAt }: LifeModel, now: Date, times: LabTimes): LifeStep | null {
  if (archivedAt === null) return null
  const left = (deletedAt(archivedAt, times).getTime() - now.getTime()) / 1000
  const notice = noticeSeconds(times)
  if (noticedAt === null) return left <= notice ? { kind: 'notice' } : null
  // one that was told late has its time all the same
  const told = secondsSince(now, [noticedAt])
  return left <= 0 && told >= notice ? wish('ended', { kind: 'deleted' }) : null
}

function wish(wanted: SandboxWish, reason: SandboxReason): LifeStep {
  return { kind: 'wish', wanted, reason }
}

/** Since the last of these; none of them: for ever. */
function secondsSince(now: Date, times: readonly (Date | null)[]): number {
  const last = Math.max(...times.map((time) => time?.getTime() ?? Number.NEGATIVE_INFINITY))
  return (now.getTime() - last) / 1000
}
