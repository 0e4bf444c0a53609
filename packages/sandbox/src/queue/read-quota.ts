import type { Db } from '@berth/db'
import type { CourseFilesView, SandboxQuotaView } from '@berth/protocol'
import { createVersionShelf } from '../keep/version-shelf.ts'
import { NONE_ACTIVE, readActive } from './read-active.ts'
import { readKept, readKeptOf } from './read-kept.ts'

type Reader = Pick<Db, 'tenant' | 'labVersion' | '$prepared'>

/** What the sandboxes of a tenant may take together, and what they take: those that run or start, and files of the others. */
export async function readSandboxQuota(db: Reader, tenantId: string): Promise<SandboxQuotaView> {
  const tenant = await db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const { count, size } = await activeOf(db, tenantId)
  const kept = (await readKept(db, [tenantId])).get(tenantId)
  return {
    quota: {
      count: tenant.sandboxes,
      cpu: tenant.sandboxCpu,
      memory: Number(tenant.sandboxMemory),
      disk: Number(tenant.sandboxDisk),
    },
    used: {
      ...{ count, memory: size.memory, disk: size.disk + (kept?.bytes ?? 0) },
      cpu: Math.round(size.cpu * 1000) / 1000,
    },
    kept: { count: kept?.count ?? 0, disk: kept?.bytes ?? 0 },
  }
}

/** What sandboxes of a course keep that rest, and the disk of all sandboxes of its tenant. */
export async function readCourseFiles(
  db: Reader,
  of: { readonly tenantId: string; readonly courseId: string },
): Promise<CourseFilesView> {
  const { tenantId } = of
  const { sandboxDisk } = await db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const { size } = await activeOf(db, tenantId)
  const { course, tenant } = await readKeptOf(db, of)
  return {
    ...{ count: course.count, disk: course.bytes },
    tenant: { used: size.disk + tenant.bytes, quota: Number(sandboxDisk) },
  }
}

async function activeOf(db: Reader, tenantId: string) {
  const active = await readActive({ db, versions: createVersionShelf() }, [tenantId])
  return active.get(tenantId) ?? NONE_ACTIVE
}
