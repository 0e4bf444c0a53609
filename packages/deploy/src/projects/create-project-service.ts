import type { ProjectEnvApplied, ProjectEnvView, ProjectView } from '@berth/protocol'
import type { DeployContext } from '../context.ts'
import type { Caller, EnvChange } from '../requests.ts'
import { applySharedEnv } from './apply-shared-env.ts'
import { changeSharedEnv } from './change-shared-env.ts'
import { findProject, type ProjectTarget } from './find-project.ts'
import { listProjects, readProjectEnv } from './read-projects.ts'
import { sharedEnvOf } from './shared-env.ts'

/** What the apps of a project share. Errors of all: project.not_found, db.unavailable. */
export type ProjectService = {
  list(caller: Caller): Promise<ProjectView[]>
  env(target: ProjectTarget): Promise<ProjectEnvView & { readonly env: Record<string, string> }>
  /** no app changes by it before its next release; `apply` deploys those that run and are behind */
  setEnv(
    request: ProjectTarget & EnvChange & { readonly apply?: boolean | undefined },
  ): Promise<ProjectEnvApplied>
  applyEnv(target: ProjectTarget): Promise<ProjectEnvApplied>
}

export function createProjectService(context: DeployContext): ProjectService {
  const { db, secrets } = context
  return {
    list: ({ tenant }) => listProjects(db, tenant.id),
    async env(target) {
      const project = await findProject(db, target)
      const env = await secrets.open(target.tenant.id, sharedEnvOf(project))
      return { ...(await readProjectEnv(db, project)), env }
    },
    async setEnv(request) {
      const project = await changeSharedEnv(context, request)
      if (request.apply) return applySharedEnv(context, request, project)
      return { ...(await readProjectEnv(db, project)), deploys: [], refused: [] }
    },
    applyEnv: async (target) => applySharedEnv(context, target, await findProject(db, target)),
  }
}
