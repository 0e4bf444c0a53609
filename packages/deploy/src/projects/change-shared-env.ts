import { BerthError, parseName } from '@berth/core'
import type { Project, Tx } from '@berth/db'
import type { DeployContext } from '../context.ts'
import { inTenant } from '../locks.ts'
import type { EnvChange } from '../requests.ts'
import { secretRefs } from '../secrets/secret-refs.ts'
import type { ProjectTarget } from './find-project.ts'
import { projectToChange } from './project-to-change.ts'
import { sharedEnvOf } from './shared-env.ts'
import { tellProject } from './tell-project.ts'

type Request = ProjectTarget & EnvChange

const MAX_VARIABLES = 500

/** Of all values as they are sealed: a release has to have room for its app's own. */
const MAX_SEALED = 128 * 1024

/**
 * Sets and removes variables of a project, which comes to be when one of a new one is set. No app changes by it.
 * Errors: name.invalid, project.not_found, input.invalid.
 */
export async function changeSharedEnv(context: DeployContext, request: Request): Promise<Project> {
  const { db, secrets } = context
  const { tenant, unset } = request
  const name = parseName('project', request.project)
  if (Object.keys(request.set).length + unset.length === 0) {
    throw new BerthError('input.invalid', 'no variable is named')
  }
  const set = await changedOnly(context, { ...request, project: name })
  const sealed = await secrets.seal(tenant.id, set)
  return inTenant(db, tenant.id, async (tx) => {
    const project = await projectToChange(
      tx,
      { ...request, project: name },
      Object.keys(request.set).length > 0,
    )
    refuseSecrets(set, project)
    const env = merged(sharedEnvOf(project), sealed, unset)
    const changed = await tx.project.update({ where: { id: project.id }, data: { env } })
    await tell(tx, { ...request, project: name })
    return changed
  })
}

/** It would be weaker than the secret of its name, and so without effect. Error: input.invalid. */
function refuseSecrets(set: Readonly<Record<string, string>>, project: Project): void {
  const name = Object.keys(set).find((one) => Object.hasOwn(secretRefs(project), one))
  if (name === undefined) return
  throw new BerthError(
    'input.invalid',
    `${name} is a secret of project ${project.name}: set it as such, or unset that first`,
  )
}

/** A value that is set to what it is stays sealed as it was: no app is behind for it. */
async function changedOnly(
  { db, secrets }: DeployContext,
  { tenant, project: name, set }: Request,
): Promise<Record<string, string>> {
  const project = await db.project.findUnique({ where: { tenantId_name: { tenantId: tenant.id, name } } })
  const sealed = project ? sharedEnvOf(project) : {}
  const known = Object.fromEntries(Object.entries(sealed).filter(([one]) => Object.hasOwn(set, one)))
  const before = await secrets.open(tenant.id, known)
  return Object.fromEntries(Object.entries(set).filter(([one, value]) => before[one] !== value))
}

function merged(
  before: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
  unset: readonly string[],
): Record<string, string> {
  const missing = unset.filter((name) => !Object.hasOwn(before, name))
  if (missing.length > 0) {
    const are = missing.length === 1 ? 'is' : 'are'
    throw new BerthError('input.invalid', `${missing.join(', ')} ${are} not set in this project`, {
      details: { missing },
    })
  }
  const entries = Object.entries({ ...before, ...set }).filter(([name]) => !unset.includes(name))
  const bytes = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  if (entries.length > MAX_VARIABLES || bytes > MAX_SEALED) {
    throw new BerthError(
      'input.invalid',
      `a project has at most ${MAX_VARIABLES} variables, of ${MAX_SEALED / 1024} KiB together`,
    )
  }
  return Object.fromEntries(entries)
}

/** Names, never values. */
async function tell(tx: Tx, request: Request): Promise<void> {
  const { project, set, unset } = request
  await tellProject(tx, request, {
    type: 'project.env_changed',
    message: `variables of project ${project} were changed`,
    data: { project, set: Object.keys(set), unset: [...unset] },
  })
}
