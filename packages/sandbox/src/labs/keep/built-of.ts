import type { Db, LabVersion } from '@berth/db'
import { buildFailureSchema } from '@berth/protocol'

export type Built =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly buildId: string }
  | { readonly kind: 'done'; readonly buildId: string; readonly digest: string }
  | { readonly kind: 'failed'; readonly message: string }

/** How far the build of a container is: found by its tag, since whoever began it may have died before it said so. */
export async function builtOf(
  db: Pick<Db, 'build'>,
  { tenantId, createdAt }: Pick<LabVersion, 'tenantId' | 'createdAt'>,
  target: { readonly repository: string; readonly tag: string },
): Promise<Built> {
  // a lab of this name that was deleted had the same tags
  const build = await db.build.findFirst({
    where: { tenantId, ...target, createdAt: { gte: createdAt } },
    orderBy: { createdAt: 'desc' },
  })
  if (!build) return { kind: 'none' }
  const { id: buildId, state, digest } = build
  if (state === 'succeeded' && digest !== null) return { kind: 'done', buildId, digest }
  if (state === 'queued' || state === 'running') return { kind: 'running', buildId }
  const failure = buildFailureSchema.nullable().parse(build.failure)
  if (failure === null) return { kind: 'failed', message: `its build was ${state}` }
  const { message, line } = failure
  return { kind: 'failed', message: line === undefined ? message : `line ${line}: ${message}` }
}
