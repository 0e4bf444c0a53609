import { BerthError, parseName } from '@berth/core'
import type { Project, Tx } from '@berth/db'
import type { DeployContext } from '../context.ts'
import { inTenant } from '../locks.ts'
import { dropEmpty, keepVersions } from '../secrets/keep-versions.ts'
import type { SecretChange } from '../secrets/secret-fields.ts'
import { changeRefs, secretRefs } from '../secrets/secret-refs.ts'
import { writeVersions } from '../secrets/write-versions.ts'
import { checkSecrets } from '../size/release-size.ts'
import { secretSizes } from '../size/secret-sizes.ts'
import type { ProjectTarget } from './find-project.ts'
import { projectToChange } from './project-to-change.ts'
import { sharedEnvOf } from './shared-env.ts'
import { tellProject } from './tell-project.ts'

type Request = ProjectTarget & SecretChange

/**
 * Sets and removes secrets that the apps of a project share; it comes to be when one of a new one is set. No app
 * changes by it. Errors: name.invalid, project.not_found, secret.not_found, input.invalid, release.too_large.
 */
export async function changeSharedSecrets(context: DeployContext, request: Request): Promise<Project> {
  const { db, secrets } = context
  const { tenant, by, set, unset } = request
  const name = parseName('project', request.project)
  const values = Object.entries(set).map(([one, { value }]) => [one, value] as const)
  if (values.length + unset.length === 0) throw new BerthError('input.invalid', 'no secret is named')
  const sealed = await secrets.seal(tenant.id, Object.fromEntries(values))
  return inTenant(db, tenant.id, async (tx) => {
    const project = await projectToChange(tx, { ...request, project: name }, values.length > 0)
    const owner = { projectId: project.id }
    const written = await writeVersions(tx, { owner, set, sealed, by })
    const refs = changeRefs(secretRefs(project), written, unset, `project ${name}`)
    checkSecrets(await secretSizes(tx, refs), 'project')
    const changed = await tx.project.update({
      where: { id: project.id },
      data: { secrets: { ...refs }, env: variablesBeside(project, set) },
    })
    await keepVersions(tx, owner, refs)
    await dropEmpty(tx, owner)
    await tell(tx, { ...request, project: name })
    return changed
  })
}

/** A variable that becomes a secret is none any more. */
function variablesBeside(project: Project, set: SecretChange['set']): Record<string, string> {
  const env = Object.entries(sharedEnvOf(project))
  return Object.fromEntries(env.filter(([name]) => !Object.hasOwn(set, name)))
}

/** Names, never values. */
async function tell(tx: Tx, request: Request): Promise<void> {
  const { project, set, unset } = request
  await tellProject(tx, request, {
    type: 'project.secrets_changed',
    message: `secrets of project ${project} were changed`,
    data: { project, set: Object.keys(set), unset: [...unset] },
  })
}
