import { recordAudit } from '@berth/auth'
import { BerthError } from '@berth/core'
import { parseReference } from '@berth/oci'
import type { Commit } from '@berth/protocol'
import { subjectOf } from '@berth/registry'
import type { SocketDeps } from './deps.ts'
import type { BerthSocket } from './socket.ts'

/**
 * Starts an image of an instance. It goes into a repository of the app's tenant, into which who asks may push: the
 * registry asks for that right again, at each request of the node. Errors: image.reference_invalid, auth.forbidden.
 */
export async function startCommit(
  socket: BerthSocket,
  { auth, control, db }: SocketDeps,
  wanted: { tenant: { id: string; name: string }; app: string; containerId: string; commit: Commit },
): Promise<{ execId: string }> {
  const { tenant, app, containerId, commit } = wanted
  const { repository, tag, digest } = parseReference(commit.reference, { tenant: tenant.name })
  const [owner, ...rest] = repository.split('/')
  if (owner !== tenant.name || tag === null || digest !== null) throw notOurs(commit.reference, tenant.name)
  const { actor, ip } = socket.data
  const target = { repository: rest.join('/') }
  await auth.authorize({ actor, tenant: tenant.name, permission: 'registry:push', target, ip })
  const by = actor.label
  const data = { containerId, repository, tag }
  await recordAudit(db, {
    ...{ tenantId: tenant.id, by, action: 'app.commit', data, target: app, outcome: 'allowed', ip },
  })
  const { pause, change } = commit
  const subject = subjectOf(actor)
  return control.commit({ ...data, tenantId: tenant.id, by, subject, pause, change })
}

function notOurs(reference: string, tenant: string): BerthError {
  return new BerthError(
    'image.reference_invalid',
    `"${reference}" is not a name and a tag of ${tenant}, as in ${tenant}/shop:v2`,
  )
}
