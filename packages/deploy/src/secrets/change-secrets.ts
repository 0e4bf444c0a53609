import { BerthError } from '@berth/core'
import { type App, findApp, type Tx } from '@berth/db'
import type { SecretChangeView } from '@berth/protocol'
import { auditChange } from '../audit-change.ts'
import type { DeployContext } from '../context.ts'
import { readDeploy } from '../deploy-queries.ts'
import { baseRelease } from '../find-app.ts'
import { inTenant } from '../locks.ts'
import { draftOf, type ReleaseDraft } from '../release-draft.ts'
import type { AppTarget } from '../requests.ts'
import { checkSecrets } from '../size/release-size.ts'
import { secretSizes } from '../size/secret-sizes.ts'
import { writeDeploy } from '../write-deploy.ts'
import { dropEmpty, keepVersions } from './keep-versions.ts'
import { presentRefs } from './present-refs.ts'
import type { SecretChange } from './secret-fields.ts'
import { changeRefs, type SecretRefs } from './secret-refs.ts'
import { writeVersions } from './write-versions.ts'

type Request = AppTarget & SecretChange

/**
 * Sets and removes secrets of an app: a new release, or what its first one will begin with. Errors beside the usual:
 * secret.not_found, release.too_large.
 */
export async function changeSecrets(context: DeployContext, request: Request): Promise<SecretChangeView> {
  const { db, wake, secrets } = context
  const { tenant, by, set, unset } = request
  const values = Object.entries(set).map(([name, { value }]) => [name, value] as const)
  if (values.length + unset.length === 0) throw new BerthError('input.invalid', 'no secret is named')
  const sealed = await secrets.seal(tenant.id, Object.fromEntries(values))
  const { appId, deployId } = await inTenant(db, tenant.id, async (tx) => {
    const app = await findApp(tx, request)
    const base = await baseRelease(tx, app)
    const before = await presentRefs(tx, app, base)
    const refs = changeRefs(
      before,
      await writeVersions(tx, { owner: { appId: app.id }, set, sealed, by }),
      unset,
    )
    const draft = base && withSecrets(draftOf(base), refs)
    const written = draft ? await deploySecrets(context, tx, { request, app, draft }) : undefined
    if (!written) {
      checkSecrets(await secretSizes(tx, refs))
      await auditChange(tx, request, app.name, auditOf(request))
    }
    await keepVersions(tx, { appId: app.id }, refs)
    await dropEmpty(tx, { appId: app.id })
    return { appId: app.id, deployId: written?.deployId }
  })
  if (deployId === undefined) return { deploy: null }
  await wake.wakeScheduler('deploy', appId)
  return { deploy: await readDeploy(db, tenant.id, deployId) }
}

/** A variable that becomes a secret is none any more. */
function withSecrets(base: ReleaseDraft, secrets: SecretRefs): ReleaseDraft {
  const env = Object.fromEntries(Object.entries(base.env).filter(([name]) => !Object.hasOwn(secrets, name)))
  return { ...base, env, secrets, kin: null }
}

function deploySecrets(
  { clock }: DeployContext,
  tx: Tx,
  { request, app, draft }: { request: Request; app: App; draft: ReleaseDraft },
): Promise<{ deployId: string }> {
  return writeDeploy(tx, {
    ...{ caller: request, app, draft, change: auditOf(request), steps: {}, now: clock.now() },
  })
}

function auditOf({ set, unset }: Request) {
  return { action: 'app.secrets_changed', data: { set: Object.keys(set), unset: [...unset] } } as const
}
