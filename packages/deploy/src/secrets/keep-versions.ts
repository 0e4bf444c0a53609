import type { Tx } from '@berth/db'
import { UNENDED } from '../jobs/job-rows.ts'
import { type SecretRefs, secretRefs } from './secret-refs.ts'

/** Versions that are kept of each secret that is set, beside those that a release needs. */
const KEPT = 10

/** Drops versions that nobody can come back to. `current`: what the app holds now. */
export async function keepVersions(
  tx: Pick<Tx, 'release' | 'secret' | 'secretVersion'>,
  appId: string,
  current: SecretRefs,
): Promise<void> {
  const releases = await tx.release.findMany({
    where: {
      appId,
      OR: [{ givenUpAt: null }, { containers: { some: {} } }, { jobs: { some: UNENDED } }],
    },
    select: { secrets: true },
  })
  const needed = new Set(
    releases.flatMap((row) => Object.values(secretRefs(row)).map(({ id, version }) => `${id} ${version}`)),
  )
  const secrets = await tx.secret.findMany({
    where: { appId },
    include: { versions: { select: { number: true }, orderBy: { number: 'desc' } } },
  })
  for (const { id, name, versions } of secrets) {
    const newest = Object.hasOwn(current, name) ? KEPT : 0
    const gone = versions
      .filter(({ number }, i) => i >= newest && !needed.has(`${id} ${number}`))
      .map(({ number }) => number)
    if (gone.length > 0) await tx.secretVersion.deleteMany({ where: { secretId: id, number: { in: gone } } })
  }
}

/** Drops secrets of which nothing is left. Within `inTenant`: nobody may be about to set one again. */
export async function dropEmpty(tx: Pick<Tx, 'secret'>, appId: string): Promise<void> {
  await tx.secret.deleteMany({ where: { appId, versions: { none: {} } } })
}
