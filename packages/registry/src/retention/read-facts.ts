import type { Db } from '@berth/db'
import type { ProtectionRule } from '../tag-rules/find-rule.ts'
import { reached, type Viewer } from '../face/viewer.ts'
import { nameWithin } from '../tag-rules/require-unprotected.ts'
import { type ManifestFacts, placeOf, type TagFacts, type Users } from './retention-facts.ts'

export type TenantFacts = {
  readonly protections: readonly ProtectionRule[]
  readonly tags: readonly TagFacts[]
  readonly manifests: readonly ManifestFacts[]
  readonly users: Users
  /** by the name without the tenant */
  readonly repositories: ReadonlyMap<string, { readonly id: string; readonly name: string }>
}

/** Everything that decides over the images that are reached, as it is now. */
export async function readFacts(db: Db, viewer: Viewer): Promise<TenantFacts> {
  const { tenantId } = viewer
  const where = { repository: reached(viewer) }
  const repository = { select: { name: true } }
  const [repositories, protections, tags, manifests, users] = await Promise.all([
    db.repository.findMany({ where: reached(viewer), select: { id: true, name: true } }),
    db.tagRule.findMany({ where: { tenantId, noDelete: true }, orderBy: { createdAt: 'asc' } }),
    db.tag.findMany({
      where,
      orderBy: [{ repository: { name: 'asc' } }, { pushedAt: 'desc' }, { name: 'asc' }],
      select: { name: true, digest: true, pushedAt: true, pulledAt: true, repository },
    }),
    db.manifest.findMany({
      where,
      select: { digest: true, references: true, subject: true, pushedAt: true, repository },
    }),
    readUsers(db, viewer),
  ])
  return {
    protections,
    users,
    repositories: new Map(repositories.map((row) => [nameWithin(row.name), row])),
    tags: tags.map(({ name, repository: { name: full }, ...tag }) => ({
      ...tag,
      tag: name,
      repository: nameWithin(full),
    })),
    manifests: manifests.map(({ repository: { name: full }, ...manifest }) => ({
      ...manifest,
      repository: nameWithin(full),
    })),
  }
}

/** Releases of an app that is there can be rolled back to, unless they were given up. Other tenants' apps are not named. */
async function readUsers(db: Db, { tenantId, only }: Viewer): Promise<Users> {
  const tenant = await db.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true } })
  const repository = only ? { in: [...only] } : { startsWith: `${tenant.name}/` }
  const releases = await db.release.findMany({
    where: { repository, app: { deletedAt: null }, givenUpAt: null },
    orderBy: { createdAt: 'asc' },
    select: { repository: true, digest: true, number: true, app: { select: { name: true, tenantId: true } } },
  })
  return new Map(
    releases.map(({ repository, digest, number, app }) => [
      placeOf({ repository: nameWithin(repository), digest }),
      app.tenantId === tenantId ? `${app.name} (${number})` : '*',
    ]),
  )
}
