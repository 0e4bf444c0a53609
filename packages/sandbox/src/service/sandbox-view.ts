import { describeSandboxReason, type SandboxReason } from '@berth/core'
import type { Sandbox } from '@berth/db'
import type { SandboxCheckView, SandboxContainerView, SandboxView } from '@berth/protocol'
import type { LabSpec } from '@berth/lab'
import { deletedAt } from '../life/plan-life.ts'
import type { Place } from '../queue/queue-places.ts'
import { observedOf, stateOf } from '../rows.ts'
import type { ViewParts } from './view-parts.ts'
import type { ViewVersion } from './view-versions.ts'

export type ViewRow = Sandbox & ViewParts & { readonly version: ViewVersion }

/** `names`: of those who type into it, or ask to. */
export function sandboxView(
  row: ViewRow,
  { queue, names }: { readonly queue: Place | null; readonly names: ReadonlyMap<string, string> },
): SandboxView {
  const { spec } = row.version
  const reason = row.reason as SandboxReason | null // written by this package alone
  const { handAt, expiresAt, deadlineAt } = row
  const state = stateOf(row)
  return {
    id: row.id,
    kind: row.kind === 'trial' || row.kind === 'copy' ? row.kind : 'lesson',
    state,
    reason,
    reasonText: reason && describeSandboxReason(reason),
    lab: { ...row.lab, version: row.version.number },
    course: row.course && { ...row.course, courseLabId: row.courseLabId },
    owner: row.owner,
    attempt: row.attempt,
    canUndo: row.containers.some(({ attempt }) => attempt !== row.attempt),
    queue: queue && { place: queue.place, seconds: queue.seconds },
    requestedAt: row.requestedAt,
    readyAt: row.readyAt,
    expiresAt,
    deadlineAt,
    canExtend: expiresAt !== null && deadlineAt !== null && expiresAt < deadlineAt && state !== 'archived',
    overtime: spec.times.overtime,
    deletesAt: state === 'archived' && row.archivedAt ? deletedAt(row.archivedAt, spec.times) : null,
    throttled: row.throttledAt !== null,
    hand: handAt && { at: handAt, note: row.handNote, takenBy: row.handTakenBy },
    driver: row.driverId === null ? null : { id: row.driverId, name: names.get(row.driverId) ?? '' },
    driveAsk: driveAskOf(row, names),
    containers: spec.containers.map((container) => containerView(row, container)),
    terminals: terminalsOf(row),
    home: homeView(row, spec),
    checks: spec.checks.map((check) => checkView(row, check)),
  }
}

function driveAskOf({ driveAskedBy: id, driveAskedAt: at }: ViewRow, names: ReadonlyMap<string, string>) {
  return id === null || at === null ? null : { id, name: names.get(id) ?? '', at }
}

function containerView(row: ViewRow, container: LabSpec['containers'][number]): SandboxContainerView {
  const { name, terminal, limits, ports } = container
  const made = row.containers.find((one) => one.process === name && one.attempt === row.attempt)
  const { burst: cpu, memory, pids, disk } = limits
  return {
    ...{ name, terminal, limits: { cpu, memory, pids, disk } },
    id: made?.id ?? null,
    state: made ? observedOf(made) : null,
    ports: ports.map((port) => ({ ...port })),
  }
}

function terminalsOf({ terminals, attempt }: ViewRow): SandboxView['terminals'] {
  return terminals
    .filter((one) => one.attempt === attempt)
    .map(({ number, container }) => ({ number, container }))
    .toSorted((a, b) => a.number - b.number)
}

function homeView({ homes, attempt }: ViewRow, { home }: ViewVersion['spec']): SandboxView['home'] {
  if (home === null) return null
  const mine = homes.find((one) => one.attempt === attempt)
  return { ...home, usedBytes: mine?.usedBytes ?? 0 }
}

function checkView({ results }: ViewRow, check: LabSpec['checks'][number]): SandboxCheckView {
  const { name, title, auto, points } = check
  const newest = results.find((result) => result.name === name)
  const result = newest ? { passed: newest.passed, message: newest.message, at: newest.at } : null
  return { name, title, auto, points, result }
}
