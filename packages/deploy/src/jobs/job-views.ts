import { describeJobEnd } from '@berth/core'
import type { Prisma } from '@berth/db'
import type { JobView } from '@berth/protocol'
import { endOf } from '../rows.ts'
import { jobCauseSchema, jobKindSchema, jobLogSchema, jobStateSchema } from './job-rows.ts'

export const JOB_VIEW_INCLUDE = {
  app: { select: { name: true } },
  release: { select: { number: true } },
  container: { select: { id: true } },
} satisfies Prisma.JobInclude

type Row = Prisma.JobGetPayload<{ include: typeof JOB_VIEW_INCLUDE }>

export function jobView(row: Row): JobView {
  const state = jobStateSchema.parse(row.state)
  const cause = row.reason === null ? null : jobCauseSchema.parse(row.reason)
  const end = endOf(row)
  return {
    id: row.id,
    app: row.app.name,
    kind: jobKindSchema.parse(row.kind),
    cron: row.cronName,
    command: row.command,
    release: row.release.number,
    tty: row.attended === 'terminal',
    ...{ state, cause, end },
    reason: describeJobEnd({ state, cause, end, cancelBy: row.cancelBy }),
    code: row.code,
    lastLines: row.lastLines,
    log: jobLogSchema.parse(row.log),
    containerId: row.container?.id ?? null,
    node: row.node,
    by: row.createdBy,
    scheduledAt: row.scheduledAt,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    deadline: row.deadline,
  }
}
