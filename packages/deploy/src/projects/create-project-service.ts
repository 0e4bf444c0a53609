import type { Project } from '@berth/db'
import type { ProjectEnvApplied, ProjectEnvView, ProjectView, SecretView } from '@berth/protocol'
import type { DeployContext } from '../context.ts'
import type { Caller, EnvChange } from '../requests.ts'
import { describeSecrets } from '../secrets/list-secrets.ts'
import type { SecretChange } from '../secrets/secret-fields.ts'
import { secretRefs } from '../secrets/secret-refs.ts'
import { applySharedEnv } from './apply-shared-env.ts'
import { changeSharedEnv } from './change-shared-env.ts'
import { changeSharedSecrets } from './change-shared-secrets.ts'
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
  /** names and versions, never values */
  secrets(target: ProjectTarget): Promise<SecretView[]>
  /** as `setEnv` */
  changeSecrets(
    request: ProjectTarget & SecretChange & { readonly apply?: boolean | undefined },
  ): Promise<ProjectEnvApplied>
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
    setEnv: async (request) => changed(context, request, await changeSharedEnv(context, request)),
    applyEnv: async (target) => applySharedEnv(context, target, await findProject(db, target)),
    secrets: async (target) => describeSecrets(db, secretRefs(await findProject(db, target))),
    changeSecrets: async (request) => changed(context, request, await changeSharedSecrets(context, request)),
  }
}

async function changed(
  context: DeployContext,
  request: ProjectTarget & { readonly apply?: boolean | undefined },
  project: Project,
): Promise<ProjectEnvApplied> {
  if (request.apply) return applySharedEnv(context, request, project)
  return { ...(await readProjectEnv(context.db, project)), deploys: [], refused: [] }
}
