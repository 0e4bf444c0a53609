import type { Db } from '@berth/db'

/** Fetches what a deploy asks about of a mirrored image; in web, which does not go out, control does it. */
export type BringMirrored = (image: {
  readonly repository: string
  readonly reference: string
  readonly architectures: readonly string[]
}) => Promise<unknown>

/** The prefix of the mirror that has a namespace, as `docker.io`. */
export async function findMirrorOf(db: Db, namespace: string): Promise<string | undefined> {
  const row = await db.upstream.findFirst({
    where: { enabled: true, namespaces: { has: namespace.toLowerCase() } },
    orderBy: { createdAt: 'asc' },
    select: { prefix: true },
  })
  return row?.prefix
}
