import {
  BerthError,
  describeEnd,
  describeForksRefused,
  describeOutOfMemory,
  type EndReason,
} from '@berth/core'
import { type Container, type NewEvent, Prisma, recordEvent, type Tx } from '@berth/db'
import type { ObservedContainer } from '@berth/protocol'
import { stopCauseOf } from '../rows.ts'
import type { ContainerNets } from './container-nets.ts'
import { maskSecrets } from './mask-secrets.ts'
import { countOf, isWorthTelling } from './limit-counts.ts'

/** Who a container is, for sentences. */
export type ObservedRow = Container & {
  readonly app: { readonly name: string }
  readonly release: { readonly number: number }
}

export type ObserveContext = {
  readonly now: Date
  readonly secretValues: readonly string[]
  readonly believes: ContainerNets
}

/**
 * Takes over what a node says of one of its containers; false when it says nothing new. Reports of older generations
 * are ignored, because they speak of what is no longer wanted.
 */
export async function observe(
  tx: Tx,
  row: ObservedRow,
  report: ObservedContainer,
  context: ObserveContext,
): Promise<boolean> {
  if (report.generation !== row.generation) return false
  const { end, lastLines, pull, ...seen } = observed(row, report, context)
  const data = {
    ...seen,
    end: isCleanUp(end, row) ? undefined : (end ?? undefined),
    // kept until the next end: a container that runs again still shows why it was restarted
    ...(lastLines.length > 0 && { lastLines }),
    pull: pull ?? Prisma.DbNull,
  } satisfies Prisma.ContainerUpdateInput
  await tx.container.update({ where: { id: row.id }, data })
  for (const event of eventsOf(row, report, end)) await recordEvent(tx, event)
  return differs(row, seen) || pull !== undefined
}

/** What is written of a report. */
export function observed(row: Container, report: ObservedContainer, context: ObserveContext) {
  return {
    observed: report.state,
    observedGeneration: report.generation,
    healthy: report.healthy,
    givenUp: report.state === 'running' && !report.healthy && report.end?.kind === 'unhealthy',
    address: report.address !== null && context.believes(report.address) ? report.address : null,
    startedAt: date(report.startedAt),
    endedAt: date(report.endedAt),
    end: report.end && namedEnd(report.end, row),
    lastLines: maskSecrets(report.lastLines ?? [], context.secretValues),
    limitsRefused: report.limitsRefused ?? null,
    pull: report.pull,
    restarts: report.restarts,
    oomKills: countOf('oomKills', row, report),
    forksRefused: countOf('forksRefused', row, report),
    nextStartAt: date(report.nextStartAt),
    observedAt: context.now,
  }
}

/** An instance that a failed deploy stops ended once before, and that is what somebody looks for. */
function isCleanUp(end: EndReason | null, row: Container): boolean {
  return end?.kind === 'stopped' && stopCauseOf(row)?.kind === 'deploy-failed' && row.end !== null
}

/** A node knows that it was told to stop something, not by whom and what for. */
function namedEnd(end: EndReason, row: Container): EndReason {
  return end.kind === 'stopped' ? { ...end, by: row.desiredBy ?? end.by, why: stopCauseOf(row) } : end
}

function eventsOf(row: ObservedRow, report: ObservedContainer, end: EndReason | null): NewEvent[] {
  const name = `${row.app.name} ${row.process}.${row.instance}`
  const about = { tenantId: row.tenantId, appId: row.appId, appName: row.app.name, containerId: row.id }
  if (row.jobId !== null || row.sandboxId !== null) return [] // jobs and sandboxes tell of themselves
  const events: NewEvent[] = []
  const endedAt = date(report.endedAt)
  if (end && endedAt && endedAt.getTime() !== row.endedAt?.getTime()) {
    const type = report.state === 'failed' ? 'container.failed' : 'container.ended'
    events.push({ ...about, type, message: `${name} ${describeEnd(end)}`, data: { end } })
  } else if (end && report.state === 'failed' && row.observed !== 'failed') {
    events.push({ ...about, type: 'container.failed', message: `${name} ${describeEnd(end)}`, data: { end } })
  }
  const kills = countOf('oomKills', row, report)
  if (isWorthTelling(row.oomKills, kills)) {
    const message = `${name} ${describeOutOfMemory(kills)}`
    events.push({ ...about, type: 'container.memory', message, data: { oomKills: kills } })
  }
  const forks = countOf('forksRefused', row, report)
  if (isWorthTelling(row.forksRefused, forks)) {
    const message = `${name} ${describeForksRefused(forks)}`
    events.push({ ...about, type: 'container.pids', message, data: { forksRefused: forks } })
  }
  if (report.state === 'running' && row.observed !== 'running' && row.observed !== 'lost') {
    const message = `${name} runs (release ${row.release.number})`
    events.push({ ...about, type: 'container.started', message })
  }
  return events
}

/** Somebody has to look at it. */
export function differs(
  row: Container,
  data: Pick<Container, 'observed' | 'healthy' | 'givenUp' | 'address' | 'limitsRefused'>,
): boolean {
  return (
    row.observed !== data.observed ||
    row.healthy !== data.healthy ||
    row.givenUp !== data.givenUp ||
    row.address !== data.address ||
    row.limitsRefused !== data.limitsRefused ||
    row.observedGeneration !== row.generation
  )
}

function date(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}

/** Error: auth.forbidden, when a report speaks of a container that is placed on another node. */
export function refuseForeign(rows: readonly Container[], nodeId: string): void {
  const foreign = rows.find((row) => row.nodeId !== nodeId)
  if (foreign) {
    throw new BerthError('auth.forbidden', `container ${foreign.id} is not placed on this node`)
  }
}
