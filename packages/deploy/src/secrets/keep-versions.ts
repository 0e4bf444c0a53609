import type { App, Tx } from '@berth/db'
import { type SecretRefs, secretRefs } from './secret-refs.ts'

/** Versions that are kept of each secret that is set, beside those that a release needs. */
const KEPT = 10

/** Drops versions that nobody can come back to, and secrets of which nothing is left. Within `inTenant`. */
export async function keepVersions(tx: Tx, app: App, current: SecretRefs): Promise<void> {
  const releases = await tx.release.findMany({ where: { appId: app.id }, select: { secrets: true } })
  const needed = new Set(
    releases.flatMap((row) => Object.values(secretRefs(row)).map(({ id, version }) => `${id} ${version}`)),
  )
  const secrets = await tx.secret.findMany({
    where: { appId: app.id },
    include: { versions: { select: { number: true }, orderBy: { number: 'desc' } } },
  })
  for (const { id, name, versions } of secrets) {
    const newest = Object.hasOwn(current, name) ? KEPT : 0
    const gone = versions
      .filter(({ number }, i) => i >= newest && !needed.has(`${id} ${number}`))
      .map(({ number }) => number)
    if (gone.length === versions.length) await tx.secret.delete({ where: { id } })
    else if (gone.length > 0)
      await tx.secretVersion.deleteMany({ where: { secretId: id, number: { in: gone } } })
  }
}
