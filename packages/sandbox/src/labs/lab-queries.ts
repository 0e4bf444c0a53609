import type { Db, Lab } from '@berth/db'
import type { LabDetailView, LabRemote, LabVersionView, LabView } from '@berth/protocol'
import { z } from 'zod'
import { findLab, findVersion } from './find-lab.ts'
import { filesOf, versionView } from './version-rows.ts'

const VERSIONS_SHOWN = 100
const OVER = ['ended', 'failed', 'archived']

const remoteSchema = z.object({ url: z.string(), branch: z.string(), directory: z.string().nullable() })
const aboutSchema = z.object({ description: z.string() })

export function remoteOf({ remote }: Pick<Lab, 'remote'>): LabRemote | null {
  return remoteSchema.nullable().parse(remote)
}

/** By name. */
export async function listLabs(db: Db, tenantId: string): Promise<LabView[]> {
  const labs = await db.lab.findMany({
    where: { tenantId, deletedAt: null, versions: { some: {} } },
    orderBy: { name: 'asc' },
  })
  return Promise.all(labs.map((lab) => readLabRow(db, lab)))
}

/** Errors: lab.not_found, lab.version_not_found. */
export async function readLabDetail(
  db: Db,
  tenantId: string,
  { name, version }: { readonly name: string; readonly version?: number | undefined },
): Promise<LabDetailView> {
  const lab = await findLab(db, tenantId, name)
  const [view, shown] = await Promise.all([readLabRow(db, lab), findVersion(db, lab, version)])
  return { ...view, shown: versionView(shown), files: { ...filesOf(shown) } }
}

/** Newest first. */
export async function listVersions(db: Db, tenantId: string, name: string): Promise<LabVersionView[]> {
  const lab = await findLab(db, tenantId, name)
  const rows = await db.labVersion.findMany({
    where: { labId: lab.id },
    orderBy: { number: 'desc' },
    take: VERSIONS_SHOWN,
  })
  return rows.map(versionView)
}

async function readLabRow(db: Db, lab: Lab): Promise<LabView> {
  const [newest, ready, courses, sandboxes] = await Promise.all([
    findVersion(db, lab),
    db.labVersion.findFirst({
      where: { labId: lab.id, state: 'ready' },
      orderBy: { number: 'desc' },
      select: { number: true },
    }),
    db.courseLab.findMany({
      where: { labId: lab.id, course: { archivedAt: null } },
      select: { course: { select: { name: true } } },
    }),
    db.sandbox.count({ where: { labId: lab.id, state: { notIn: OVER } } }),
  ])
  return {
    name: lab.name,
    title: lab.title,
    description: aboutSchema.parse(newest.spec).description,
    version: versionView(newest),
    ready: ready?.number ?? null,
    courses: courses.map(({ course }) => course.name).toSorted(),
    sandboxes,
    remote: remoteOf(lab),
    createdAt: lab.createdAt,
  }
}
