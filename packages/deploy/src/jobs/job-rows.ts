import { CONCURRENCIES, JOB_CAUSES, JOB_KINDS, JOB_STATES } from '@berth/core'
import type { Job, Prisma } from '@berth/db'
import { z } from 'zod'

/** Text columns of jobs as the domain knows them. */
export const jobKindSchema = z.enum(JOB_KINDS)
export const jobStateSchema = z.enum(JOB_STATES)
export const jobCauseSchema = z.enum(JOB_CAUSES)
export const jobLogSchema = z.enum(['live', 'kept', 'gone'])
export const concurrencySchema = z.enum(CONCURRENCIES)

export const UNENDED = { state: { in: ['queued', 'running'] } } satisfies Prisma.JobWhereInput

/** What its limits are looked up by. */
export function processOfJob({ process, kind }: Pick<Job, 'process' | 'kind'>): string {
  return process ?? kind
}
