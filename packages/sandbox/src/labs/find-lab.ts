import { BerthError } from '@berth/core'
import type { Lab, LabVersion, Tx } from '@berth/db'

/** Error: lab.not_found, also for another tenant's lab. */
export async function findLab(db: Pick<Tx, 'lab'>, tenantId: string, name: string): Promise<Lab> {
  const lab = await db.lab.findFirst({ where: { tenantId, name, deletedAt: null } })
  if (lab) return lab
  throw labNotFound(name)
}

export function labNotFound(name: string): BerthError {
  return new BerthError('lab.not_found', `there is no lab "${name}"`, { details: { lab: name } })
}

/** The newest, or the one of that number. Error: lab.version_not_found. */
export async function findVersion(
  db: Pick<Tx, 'labVersion'>,
  lab: Lab,
  number?: number,
): Promise<LabVersion> {
  const version = await db.labVersion.findFirst({
    where: { labId: lab.id, ...(number !== undefined && { number }) },
    orderBy: { number: 'desc' },
  })
  if (version) return version
  throw new BerthError('lab.version_not_found', `lab ${lab.name} has no version ${number ?? 1}`)
}
