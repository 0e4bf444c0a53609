import { newId } from '@berth/core'
import type { Tx } from '@berth/db'
import { layersOf } from '../claim/copy-sandbox.ts'
import { tell } from '../events/tell.ts'
import { lockSandboxes, type SandboxRow } from './read-sandboxes.ts'
import type { ShelvedVersion } from './version-shelf.ts'
import { desireAll, type Touched } from './write-steps.ts'

/** Whose turn it is, and where. */
export type Turn = { readonly id: string; readonly nodeId: string; readonly version: ShelvedVersion }

/** How one begins: with what it had before, where that is kept. */
type Start = Turn & {
  readonly row: SandboxRow
  /** containers of this try that are there */
  readonly kept: readonly string[]
  /** by the containers of its lab, those whose written files they begin with */
  readonly layers: ReadonlyMap<string, string>
}

/** Lets sandboxes that wait begin: those that wait no more, or that somebody changes now, are left out. */
export async function admit(tx: Tx, turns: readonly Turn[], now: Date): Promise<Touched[]> {
  const rows = await lockSandboxes(
    tx,
    turns.map(({ id }) => id),
  )
  const starts: Start[] = []
  for (const turn of turns) {
    const row = rows.find(({ id }) => id === turn.id)
    if (row?.state === 'queued' && row.wanted === 'running') starts.push(await startOf(tx, turn, row))
  }
  if (starts.length === 0) return []
  await writeStarts(tx, starts, now)
  await tell(
    tx,
    starts.map(({ row }) => ({ sandbox: row, type: 'starting' })),
  )
  const kept = await desireAll(
    tx,
    starts.flatMap((start) => start.kept),
    'running',
  )
  const fresh = starts.filter((start) => start.kept.length === 0)
  return [...kept, ...(await makeParts(tx, fresh))]
}

async function startOf(tx: Tx, turn: Turn, row: SandboxRow): Promise<Start> {
  const kept = row.containers
    .filter(({ attempt, desired }) => attempt === row.attempt && desired !== 'removed')
    .map(({ id }) => id)
  const layers = kept.length > 0 ? new Map<string, string>() : await layersOf(tx, row)
  return { ...turn, row, kept, layers }
}

async function writeStarts(tx: Tx, starts: readonly Start[], now: Date): Promise<void> {
  const begun = starts.map(({ id, nodeId, row, kept, layers }) => ({
    ...{ id, nodeId },
    // its containers are old: the time that a start may take counts from here
    requestedAt: kept.length > 0 ? now : null,
    // what is copied was set up before
    readyAt: layers.size > 0 ? row.requestedAt : null,
  }))
  await tx.$executeRaw`
    UPDATE "Sandbox" s SET state = 'starting', "nodeId" = b."nodeId",
      "requestedAt" = COALESCE(b."requestedAt", s."requestedAt"), "readyAt" = COALESCE(b."readyAt", s."readyAt")
    FROM jsonb_to_recordset(${JSON.stringify(begun)}::jsonb)
      AS b(id text, "nodeId" text, "requestedAt" timestamp, "readyAt" timestamp)
    WHERE s.id = b.id`
}

async function makeParts(tx: Tx, starts: readonly Start[]): Promise<Touched[]> {
  const homes = starts.flatMap(homeOf)
  if (homes.length > 0) await tx.volume.createMany({ data: homes })
  const made = starts.flatMap(({ row, nodeId, version, layers }) =>
    version.containers.map(({ name, releaseId }) => ({
      ...{ id: newId('container'), tenantId: row.tenantId, appId: version.appId, nodeId },
      ...{ releaseId, process: name, instance: 1 },
      ...{ sandboxId: row.id, attempt: row.attempt, network: row.id, layerOf: layers.get(name) ?? null },
    })),
  )
  if (made.length > 0) await tx.container.createMany({ data: made })
  return made.map(({ id: containerId, nodeId }) => ({ nodeId, containerId, generation: 1 }))
}

/** A name that nobody can give a volume. */
function homeOf({ row: { id, tenantId, attempt, homes }, nodeId, version }: Start) {
  const { home } = version.spec
  if (home === null || homes.some((one) => one.attempt === attempt)) return []
  return [
    {
      ...{ id: newId('volume'), tenantId, name: `${id}.${attempt}`, bytes: BigInt(home.bytes), nodeId },
      ...{ sandboxId: id, attempt, createdBy: 'the platform' },
    },
  ]
}
