import type { App, Tx } from '@berth/db'
import type { SecretView } from '@berth/protocol'
import { baseRelease } from '../find-app.ts'
import { presentRefs } from './present-refs.ts'

/** Names and versions, never values. In the order of their names. */
export async function listSecrets(
  tx: Pick<Tx, 'deploy' | 'release' | 'secret'>,
  app: App,
): Promise<SecretView[]> {
  const refs = await presentRefs(tx, app, await baseRelease(tx, app))
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
