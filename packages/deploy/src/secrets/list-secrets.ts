import type { App, Tx } from '@berth/db'
import type { SecretView } from '@berth/protocol'
import { baseRelease } from '../find-app.ts'
import { presentRefs } from './present-refs.ts'
import type { SecretRefs } from './secret-refs.ts'

/** Of an app. */
export async function listSecrets(
  tx: Pick<Tx, 'deploy' | 'release' | 'secret'>,
  app: App,
): Promise<SecretView[]> {
  return describeSecrets(tx, await presentRefs(tx, app, await baseRelease(tx, app)))
}

/** Names and versions, never values. In the order of their names. */
export async function describeSecrets(tx: Pick<Tx, 'secret'>, refs: SecretRefs): Promise<SecretView[]> {
  const rows = await tx.secret.findMany({
    where: { id: { in: Object.values(refs).map(({ id }) => id) } },
    include: {
      versions: {
        select: { number: true, createdBy: true, createdAt: true },
        orderBy: { number: 'desc' },
      },
    },
    orderBy: { name: 'asc' },
  })
  return rows.flatMap(({ name, versions }) => {
    const ref = refs[name]
    return ref
      ? {
          ...{ name, as: ref.as, version: ref.version },
          versions: versions.map(({ number, createdBy, createdAt }) => ({
            ...{ number, by: createdBy, at: createdAt },
          })),
        }
      : []
  })
}
