import type { Auth } from '@berth/auth'
import { type Db, forTenant } from '@berth/db'
import { type Place, placeOfPath } from './place-of-path.ts'
import { whoSends } from './who-sends.ts'

type Options = { readonly db: Db; readonly auth: Pick<Auth, 'authenticate' | 'can'> }

/**
 * Whether the page at a path shows something for who sends this cookie; another tenant's thing and no thing are the
 * same. Who is not signed in is told nothing: they go to the door first. Error: db.unavailable, when that cannot be
 * looked up.
 */
export type PlaceFinder = (cookie: string | undefined, path: string) => Promise<boolean>

/** it looks who is signed in already */
const SIGN_IN = '/signin'

export function createPlaceFinder({ db, auth }: Options): PlaceFinder {
  return async (cookie, path) => {
    const place = placeOfPath(path)
    if (place === undefined && path !== SIGN_IN) return true
    const actor = await whoSends(auth, cookie ?? null)
    if (actor === null || place === undefined) return true
    const access = await auth.can({ actor, tenant: place.tenant, permission: 'tenant:read' })
    if (access === undefined) return false
    return isInTenant(db, access.tenant.id, place)
  }
}

async function isInTenant(db: Db, tenantId: string, place: Place) {
  if (place.app !== undefined) {
    if (place.release === null) return false
    const releases = place.release === undefined ? {} : { releases: { some: { number: place.release } } }
    const where = { name: place.app, deletedAt: null, ...releases }
    return (await forTenant(db, tenantId).app.count({ where })) > 0
  }
  if (place.repository !== undefined) {
    const visible = { OR: [{ tenantId }, { public: true }], manifests: { some: {} } }
    return (await db.repository.count({ where: { name: place.repository, ...visible } })) > 0
  }
  return true
}
