import { BerthError } from '@berth/core'
import type { Project, Tx } from '@berth/db'
import type { Caller } from '../requests.ts'

export type ProjectTarget = Caller & { readonly project: string }

/** Error: project.not_found, which names those that are. */
export async function findProject(tx: Pick<Tx, 'project'>, target: ProjectTarget): Promise<Project> {
  const { tenant, project: name } = target
  const found = await tx.project.findUnique({ where: { tenantId_name: { tenantId: tenant.id, name } } })
  if (found) return found
  const others = await tx.project.findMany({
    ...{ where: { tenantId: tenant.id }, select: { name: true }, orderBy: { name: 'asc' }, take: 20 },
  })
  const has = others.map((one) => one.name).join(', ')
  throw new BerthError('project.not_found', `there is no project "${name}": there is ${has || 'none'}`, {
    details: { project: name },
  })
}
