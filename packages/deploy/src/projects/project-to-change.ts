import { newId } from '@berth/core'
import type { Project, Tx } from '@berth/db'
import { findProject, type ProjectTarget } from './find-project.ts'

/** `isSet`: something of it is set, by which a new one comes to be. Within `inTenant`. Error: project.not_found. */
export async function projectToChange(tx: Tx, target: ProjectTarget, isSet: boolean): Promise<Project> {
  const { tenant, project: name } = target
  if (!isSet) return findProject(tx, target)
  return tx.project.upsert({
    where: { tenantId_name: { tenantId: tenant.id, name } },
    create: { id: newId('project'), tenantId: tenant.id, name },
    update: {},
  })
}
