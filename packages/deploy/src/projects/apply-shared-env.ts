import { BerthError } from '@berth/core'
import type { Project } from '@berth/db'
import type { DeployView, ProjectEnvApplied } from '@berth/protocol'
import { takeSharedEnv } from '../change-release.ts'
import type { DeployContext } from '../context.ts'
import type { Caller } from '../requests.ts'
import { readProjectEnv } from './read-projects.ts'

/**
 * A new release of each app that runs and is behind its project. One that is refused (its quota, say) holds up no
 * other; one that is stopped has it with its next release.
 */
export async function applySharedEnv(
  context: DeployContext,
  { tenant, by, ip }: Caller,
  project: Project,
): Promise<ProjectEnvApplied> {
  const { apps } = await readProjectEnv(context.db, project)
  const deploys: DeployView[] = []
  const refused: ProjectEnvApplied['refused'] = []
  for (const { name, running, behind } of apps) {
    if (!running || behind.length === 0) continue
    try {
      const target = { tenant, by, ip: ip ?? null, app: name }
      deploys.push(await takeSharedEnv(context, target, { project: project.name, names: behind }))
    } catch (error) {
      if (!(error instanceof BerthError)) throw error
      refused.push({ app: name, code: error.code, reason: error.message })
    }
  }
  return { ...(await readProjectEnv(context.db, project)), deploys, refused }
}
