import type { LabTimes } from '@berth/lab'
import { deletedAt, type LifeModel, noticeSeconds } from './plan-life.ts'

/** When time alone may next do something to a sandbox that has an owner: never later than it does; null: it never does. */
export function nextLife(sandbox: LifeModel, times: LabTimes): Date | null {
  const { state, expiresAt, activeAt, seenAt, readyAt } = sandbox
  const quiet = latest(activeAt, readyAt)
  const unseen = latest(seenAt, readyAt)
  switch (state) {
    case 'ended':
      return null
    case 'archived':
      return nextOfArchived(sandbox, times)
    case 'running': {
      const frozen = Math.max(quiet, unseen) + times.idle
      const orphaned = Math.max(quiet + times.idle, unseen + times.orphaned)
      return first(expiresAt, frozen, orphaned)
    }
    case 'frozen':
      return first(expiresAt, latest(sandbox.frozenAt) + times.overdue, unseen + times.orphaned)
    case 'stopped':
      return first(expiresAt, latest(sandbox.stoppedAt) + times.archive)
    case 'failed':
      return first(expiresAt, latest(sandbox.requestedAt) + times.archive)
    case 'queued':
    case 'starting':
      return expiresAt
  }
}

function nextOfArchived({ archivedAt, noticedAt }: LifeModel, times: LabTimes): Date | null {
  if (archivedAt === null) return null
  const gone = deletedAt(archivedAt, times).getTime() / 1000
  const notice = noticeSeconds(times)
  return noticedAt === null
    ? first(null, gone - notice)
    : first(null, Math.max(gone, latest(noticedAt) + notice))
}

/** seconds; none of them: since ever */
function latest(...times: readonly (Date | null)[]): number {
  return Math.max(0, ...times.map((time) => (time?.getTime() ?? 0) / 1000))
}

function first(expiresAt: Date | null, ...seconds: readonly number[]): Date {
  const expires = expiresAt === null ? Infinity : expiresAt.getTime() / 1000
  return new Date(Math.min(expires, ...seconds) * 1000)
}
