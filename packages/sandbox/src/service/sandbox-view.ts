import { describeSandboxReason, SANDBOX_SCRIPTS, type SandboxReason } from '@berth/core'
import type { SandboxCheckView, SandboxContainerView, SandboxView } from '@berth/protocol'
import type { LabSpec } from '@berth/lab'
import { deletedAt } from '../life/plan-life.ts'
import type { Place } from '../queue/queue-places.ts'
import { fits, NO_SIZE, sizeOf } from '../queue/reserve.ts'
import { observedOf, stateOf } from '../rows.ts'
import { canExtend } from './can-extend.ts'
import type { ViewParts } from './view-parts.ts'
import type { ViewVersion } from './view-versions.ts'

export type ViewRow = ViewParts & { readonly version: ViewVersion }

/** `names`: of those who type into it, or ask to. */
export function sandboxView(
  row: ViewRow,
  { queue, names }: { readonly queue: Place | null; readonly names: ReadonlyMap<string, string> },
): SandboxView {
  const { spec } = row.version
  const reason = row.reason as SandboxReason | null // written by this package alone
  const { handAt } = row
  const state = stateOf(row)
  const kind = kindOf(row)
  return {
    id: row.id,
    kind,
    state,
    reason,
    reasonText: reason && describeSandboxReason(reason),
    lab: { ...row.lab, version: row.version.number },
    course: row.course && { ...row.course, courseLabId: row.courseLabId },
    owner: row.owner,
    copyOf: row.source,
    attempt: row.attempt,
    canUndo: row.containers.some(({ attempt }) => attempt !== row.attempt),
    queue: queue && {
      ...{ place: queue.place, seconds: queue.seconds },
      overQuota: queue.most !== null && !fits(sizeOf(spec), NO_SIZE, queue.most),
      filesFull: isHeldByFiles(queue, sizeOf(spec).disk),
    },
    requestedAt: row.requestedAt,
    readyAt: row.readyAt,
    expiresAt: row.expiresAt,
    deadlineAt: row.deadlineAt,
    canExtend: canExtend(row, state),
    overtime: spec.times.overtime,
    deletesAt: state === 'archived' && row.archivedAt ? deletedAt(row.archivedAt, spec.times) : null,
    portTurn: row.doorTurn,
    throttled: row.throttledAt !== null,
    hand: handAt && { at: handAt, note: row.handNote, takenBy: row.handTakenBy },
    driver: row.driverId === null ? null : { id: row.driverId, name: names.get(row.driverId) ?? '' },
    driveAsk: driveAskOf(row, names),
    containers: spec.containers.map((container) => containerView(row, container)),
    terminals: terminalsOf(row),
    home: homeView(row, spec),
    checks: spec.checks.map((check) => checkView(row, check)),
    scripts: kind === 'lesson' ? [] : SANDBOX_SCRIPTS.filter((name) => spec.scripts[name] !== undefined),
    trouble: row.trouble,
  }
}

/** There would be room for it if others kept nothing. */
function isHeldByFiles({ disk: { left, kept } }: Place, bytes: number): boolean {
  return bytes > left && bytes <= left + kept
}

/** One that cannot be read hides none of the others. */
export const readableView: typeof sandboxView = (row, around) => {
  try {
    return sandboxView(row, around)
  } catch {
    return unreadableView(row)
  }
}

function unreadableView(row: ViewRow): SandboxView {
  const { id, attempt, requestedAt, readyAt, expiresAt, deadlineAt } = row
  return {
    ...{ id, attempt, requestedAt, readyAt, expiresAt, deadlineAt, kind: kindOf(row), state: 'failed' },
    ...{ reason: null, reasonText: null, lab: { ...row.lab, version: row.version.number } },
    ...{ course: row.course && { ...row.course, courseLabId: row.courseLabId }, owner: row.owner },
    ...{ copyOf: row.source, canUndo: false, queue: null, canExtend: false, overtime: 0, deletesAt: null },
    ...{
      portTurn: row.doorTurn,
      throttled: false,
      hand: null,
      driver: null,
      driveAsk: null,
      containers: [],
      terminals: [],
    },
    ...{ home: null, checks: [], scripts: [], trouble: row.trouble ?? 'it cannot be read' },
  }
}

function kindOf({ kind }: ViewRow): SandboxView['kind'] {
  return kind === 'trial' || kind === 'copy' ? kind : 'lesson'
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
