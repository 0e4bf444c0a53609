import type { Db, LogSource } from '@berth/db'

/**
 * The sources of a node's containers, made for those that have none; those of a job keep their
 * lines by themselves, and those of sandboxes are not kept.
 */
export async function findSources(db: Db, nodeId: string, ids: readonly string[]): Promise<LogSource[]> {
  const containers = await db.container.findMany({
    where: { id: { in: [...ids] }, nodeId, jobId: null, sandboxId: null },
    include: { release: { select: { number: true } } },
  })
  await db.logSource.createMany({
    data: containers.map(({ id, tenantId, appId, releaseId, process, instance, release }) => ({
      ...{ id, tenantId, appId, nodeId, releaseId, process, instance },
      release: release.number,
    })),
    skipDuplicates: true,
  })
  return db.logSource.findMany({ where: { id: { in: [...ids] }, nodeId } })
}
