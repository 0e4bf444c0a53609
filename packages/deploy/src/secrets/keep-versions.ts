import type { Release, Tx } from '@berth/db'
import { UNENDED } from '../jobs/job-rows.ts'
import type { SecretOwner } from './secret-owner.ts'
import { type SecretRefs, secretRefs } from './secret-refs.ts'

/** Versions that are kept of each secret that is set, beside those that a release needs. */
const KEPT = 10

/** Drops versions that nobody can come back to. `current`: what its owner holds now. */
export async function keepVersions(
  tx: Pick<Tx, 'release' | 'secret' | 'secretVersion'>,
  owner: SecretOwner,
  current: SecretRefs,
): Promise<void> {
  const releases = await tx.release.findMany({
    where: {
      ...('appId' in owner ? owner : { app: owner }),
      OR: [{ givenUpAt: null }, { containers: { some: {} } }, { jobs: { some: UNENDED } }],
    },
    select: { secrets: true, sharedSecrets: true },
  })
  const needed = new Set(releases.flatMap((row) => heldBy(row)))
  const secrets = await tx.secret.findMany({
    where: owner,
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

function heldBy({ secrets, sharedSecrets }: Pick<Release, 'secrets' | 'sharedSecrets'>): string[] {
  return [secrets, sharedSecrets]
    .flatMap((held) => Object.values(secretRefs({ secrets: held })))
    .map(({ id, version }) => `${id} ${version}`)
}

/** Drops secrets of which nothing is left. Within `inTenant`: nobody may be about to set one again. */
export async function dropEmpty(tx: Pick<Tx, 'secret'>, owner: SecretOwner): Promise<void> {
  await tx.secret.deleteMany({ where: { ...owner, versions: { none: {} } } })
}
