import { BerthError } from '@berth/core'
import { evictOldest } from './evict.ts'
import type { MirrorDeps } from './mirror-deps.ts'
import type { Upstream } from './upstream.ts'

const MAX_ROUNDS = 50

/**
 * Keeps an upstream below its limit before `bytes` of it come in: what was pulled longest ago goes. Returns what to
 * call when they have come. Error: disk.full, when what is left is in use or too new.
 */
export async function makeRoom(deps: MirrorDeps, upstream: Upstream, bytes: number): Promise<() => void> {
  const { arriving } = deps
  const before = arriving.get(upstream.id) ?? 0
  arriving.set(upstream.id, before + bytes)
  const leave = () => void arriving.set(upstream.id, (arriving.get(upstream.id) ?? bytes) - bytes)
  try {
    await shrink(deps, upstream, upstream.maxBytes - before - bytes)
    return leave
  } catch (error) {
    leave()
    throw error
  }
}

async function shrink(deps: MirrorDeps, upstream: Upstream, target: number): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if ((await usedBytes(deps, upstream.id)) <= target) return
    if (target < 0 || (await evictOldest(deps, upstream.id)) === 0) break
  }
  throw new BerthError(
    'disk.full',
    `the mirror of ${upstream.prefix} is full, and all of it is in use: let an administrator raise its limit`,
    { details: { mirror: upstream.prefix, maxBytes: upstream.maxBytes } },
  )
}

/** What an upstream's repositories link, each blob once. */
async function usedBytes({ db }: MirrorDeps, upstreamId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ bytes: bigint }[]>`
    SELECT coalesce(sum(b.size), 0)::bigint AS bytes FROM "Blob" b WHERE EXISTS (
      SELECT 1 FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
      WHERE l.digest = b.digest AND r."upstreamId" = ${upstreamId})`
  return Number(row?.bytes ?? 0n)
}
