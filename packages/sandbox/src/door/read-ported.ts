import type { Db } from '@berth/db'
import type { LabSpec } from '@berth/lab'
import { observedOf, specOf, stateOf, wishOf } from '../rows.ts'
import type { LabPort, PortedSandbox } from './door-ports.ts'

/** Reads all sandboxes with ports that the door shall know of. */
export type ReadPorted = (now: Date) => Promise<PortedSandbox[]>

const AT_WORK = ['starting', 'running', 'frozen', 'stopped']
/** So long visitors are told that a sandbox rests or has ended; then its address is unknown. */
const TOLD_MS = 24 * 60 * 60_000
/** Entries of the door's maps are bounded; newer ones come first. */
const MOST = 5_000

const SELECT = {
  ...{ id: true, doorKey: true, doorTurn: true, state: true, wanted: true, attempt: true, versionId: true },
  containers: { select: { process: true, attempt: true, observed: true, address: true } },
} as const

/**
 * Versions never change, so the ports of each are read once. Most labs have none: of a class that starts, of which the
 * door is asked several times a second, nothing more is read then.
 */
export function createPortedReader(db: Pick<Db, 'sandbox' | 'labVersion' | '$prepared'>): ReadPorted {
  let known = new Map<string, readonly LabPort[]>()
  return async (now) => {
    known = await portsOf(db, known, await versionsAt(db, now))
    const ported = [...known].flatMap(([id, ports]) => (ports.length === 0 ? [] : [id]))
    if (ported.length === 0) return []
    const since = { gt: toldSince(now) }
    const rows = await db.sandbox.findMany({
      where: {
        userId: { not: null },
        versionId: { in: ported },
        OR: [
          { state: { in: AT_WORK } },
          { state: 'archived', archivedAt: since },
          { state: 'ended', endedAt: since },
          { state: 'failed', requestedAt: since },
        ],
      },
      select: SELECT,
      orderBy: { requestedAt: 'desc' },
      take: MOST,
    })
    return rows.map(({ versionId, containers, ...row }) => ({
      ...row,
      state: stateOf(row),
      wanted: wishOf(row),
      containers: containers.map((one) => ({ ...one, observed: observedOf(one) })),
      ports: known.get(versionId) ?? [],
    }))
  }
}

function toldSince(now: Date): Date {
  return new Date(now.getTime() - TOLD_MS)
}

/** Of all that the door may have to know of, whether it has ports or not. */
async function versionsAt(db: Pick<Db, '$prepared'>, now: Date): Promise<string[]> {
  const since = toldSince(now)
  const rows = await db.$prepared<{ versionId: string }>`
    SELECT DISTINCT "versionId" FROM "Sandbox" WHERE "userId" IS NOT NULL AND (state = ANY(${AT_WORK}::text[])
      OR (state = 'archived' AND "archivedAt" > ${since}::timestamp)
      OR (state = 'ended' AND "endedAt" > ${since}::timestamp)
      OR (state = 'failed' AND "requestedAt" > ${since}::timestamp))`
  return rows.map(({ versionId }) => versionId)
}

/** Of these versions and no others: what nobody has any more is forgotten. */
async function portsOf(
  db: Pick<Db, 'labVersion'>,
  known: ReadonlyMap<string, readonly LabPort[]>,
  versionIds: readonly string[],
): Promise<Map<string, readonly LabPort[]>> {
  const ids = [...new Set(versionIds)]
  const missing = ids.filter((id) => !known.has(id))
  const rows =
    missing.length === 0
      ? []
      : await db.labVersion.findMany({ where: { id: { in: missing } }, select: { id: true, spec: true } })
  const fresh = new Map(rows.map((row) => [row.id, portsOfLab(specOf(row))]))
  return new Map(ids.map((id) => [id, known.get(id) ?? fresh.get(id) ?? []]))
}

export function portsOfLab({ containers }: Pick<LabSpec, 'containers'>): LabPort[] {
  return containers.flatMap(({ name: container, ports }) => ports.map((port) => ({ ...port, container })))
}
