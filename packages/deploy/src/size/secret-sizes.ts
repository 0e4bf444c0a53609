import type { Tx } from '@berth/db'
import type { SecretRefs } from '../secrets/secret-refs.ts'

/** Name → length of the sealed value of each version that a release holds. */
export async function secretSizes(
  tx: Pick<Tx, '$queryRaw'>,
  refs: SecretRefs,
): Promise<ReadonlyMap<string, number>> {
  const held = Object.entries(refs)
  if (held.length === 0) return new Map()
  const ids = held.map(([, { id }]) => id)
  const versions = held.map(([, { version }]) => version)
  const rows = await tx.$queryRaw<{ id: string; bytes: number }[]>`
    SELECT v."secretId" AS id, octet_length(v.sealed) AS bytes FROM "SecretVersion" v
    JOIN unnest(${ids}::text[], ${versions}::int[]) AS held (id, version)
      ON v."secretId" = held.id AND v.number = held.version`
  const bytes = new Map(rows.map((row) => [row.id, row.bytes]))
  return new Map(held.map(([name, { id }]) => [name, bytes.get(id) ?? 0]))
}
