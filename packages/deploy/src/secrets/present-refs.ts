import type { App, Release, Tx } from '@berth/db'
import { secretKindSchema } from '@berth/protocol'
import { type SecretRefs, secretRefs } from './secret-refs.ts'

/** What the next release of an app begins with: that of its base, or all that was set before there was one. */
export async function presentRefs(
  tx: Pick<Tx, 'secret'>,
  app: App,
  base: Pick<Release, 'secrets'> | null,
): Promise<SecretRefs> {
  if (base) return secretRefs(base)
  const rows = await tx.secret.findMany({ where: { appId: app.id } })
  return Object.fromEntries(
    rows.map(({ id, name, lastVersion, as }) => [
      name,
      { id, version: lastVersion, as: secretKindSchema.parse(as) },
    ]),
  )
}
