import { type Db, forTenant, type Prisma } from '@berth/db'
import type { VolumeView } from '@berth/protocol'
import { z } from 'zod'
import { ACTIVE } from '../active.ts'
import { isGone, keptUntil } from './grace.ts'
import { releaseVolumesSchema } from './release-volume.ts'
import { volumeNotFound } from './volume-errors.ts'

const INCLUDE = {
  node: { select: { name: true } },
  app: {
    select: {
      ...{ name: true, deletedAt: true, current: { select: { volumes: true } } },
      deploys: {
        where: ACTIVE,
        orderBy: { fence: 'desc' },
        take: 1,
        select: { release: { select: { volumes: true } } },
      },
    },
  },
  snapshots: { orderBy: { number: 'desc' } },
  tasks: { where: { state: 'open', kind: 'restore' }, select: { id: true } },
} satisfies Prisma.VolumeInclude

type Row = Prisma.VolumeGetPayload<{ include: typeof INCLUDE }>

const originSchema = z.enum(['asked', 'before-restore', 'import', 'schedule'])
const snapshotStateSchema = z.enum(['importing', 'wanted', 'ready', 'removing'])

/** Of the tenant, or of one of its apps; deleted ones last, while they can be had back. */
export async function listVolumes(
  db: Db,
  {
    tenantId,
    app,
    now,
  }: { readonly tenantId: string; readonly app?: string | undefined; readonly now: Date },
): Promise<VolumeView[]> {
  const rows = await forTenant(db, tenantId).volume.findMany({
    where: { sandboxId: null, ...(app !== undefined && { app: { name: app, deletedAt: null } }) },
    include: INCLUDE,
    orderBy: [{ deletedAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
  })
  return rows.filter((row) => !isGone(row, now)).map(volumeView)
}

/** Error: volume.not_found. */
export async function readVolume(db: Db, tenantId: string, id: string): Promise<VolumeView> {
  const row = await forTenant(db, tenantId).volume.findFirst({
    where: { id, sandboxId: null },
    include: INCLUDE,
  })
  if (row) return volumeView(row)
  throw volumeNotFound(id)
}

function volumeView(row: Row): VolumeView {
  const app = row.app && row.app.deletedAt === null ? row.app : null
  const release = app?.deploys[0]?.release ?? app?.current
  const mounts = releaseVolumesSchema
    .parse(release?.volumes ?? [])
    .filter(({ volume }) => volume === row.id)
    .map(({ process, path, readOnly }) => ({ process, path, readOnly }))
  return {
    id: row.id,
    name: row.name,
    bytes: Number(row.bytes),
    usedBytes: Number(row.usedBytes),
    shared: row.shared,
    state: stateOf(row),
    schedule: scheduleOf(row),
    problem: row.problem,
    node: row.node?.name ?? null,
    app: mounts.length > 0 ? (app?.name ?? null) : null,
    mounts,
    snapshots: row.snapshots.map((one) => ({
      id: one.id,
      number: one.number,
      origin: originSchema.parse(one.origin),
      state: snapshotStateSchema.parse(one.state),
      bytes: Number(one.bytes),
      createdAt: one.createdAt,
      createdBy: one.createdBy,
    })),
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    deletedAt: row.deletedAt,
    deletedBy: row.deletedBy,
    keptUntil: keptUntil(row),
  }
}

function scheduleOf({ every, keep, dueAt }: Row): VolumeView['schedule'] {
  return (every === 'daily' || every === 'weekly') && dueAt ? { every, keep, dueAt } : null
}

function stateOf(row: Row): VolumeView['state'] {
  if (row.deletedAt !== null) return 'deleted'
  if (row.tasks.length > 0) return 'restoring'
  return row.made ? 'ready' : 'new'
}
