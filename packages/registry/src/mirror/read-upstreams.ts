import { BerthError, type Clock, Secret } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import { createVerdictCache } from '../verdict-cache.ts'
import type { Upstream } from './upstream.ts'

const BELIEVED_MS = 2000

type UpstreamRow = Prisma.UpstreamGetPayload<object>

/** What opens a sealed password: the context is the upstream's id. @berth/vault's Sealer fits. */
export type OpenSealed = (context: string, sealed: string) => string

export type Upstreams = {
  /** Error: mirror.not_found, also for one that is switched off. */
  byPrefix(prefix: string): Promise<Upstream>
  byNamespace(namespace: string): Promise<Upstream | undefined>
}

/** The upstreams that are switched on, believed for a moment: every request of a pull asks. */
export function createUpstreams(deps: { db: Db; open: OpenSealed; clock: Clock }): Upstreams {
  const { db, open, clock } = deps
  const believe = createVerdictCache<Upstream | undefined>({ clock, ttlMs: BELIEVED_MS })
  const find = async (where: Prisma.UpstreamWhereInput) => {
    const row = await db.upstream.findFirst({
      where: { ...where, enabled: true },
      orderBy: { createdAt: 'asc' },
    })
    return row ? toUpstream(row, open) : undefined
  }
  return {
    byPrefix: async (prefix) => {
      const found = await believe(`prefix ${prefix}`, () => find({ prefix }))
      if (found) return found
      throw new BerthError('mirror.not_found', `no registry is mirrored below mirror/${prefix.slice(0, 64)}/`)
    },
    byNamespace: (text) => {
      const namespace = text.toLowerCase()
      return believe(`namespace ${namespace}`, () => find({ namespaces: { has: namespace } }))
    },
  }
}

function toUpstream(row: UpstreamRow, open: OpenSealed): Upstream {
  return {
    id: row.id,
    prefix: row.prefix,
    url: row.url,
    credentials: credentialsOf(row, open),
    realms: row.realms,
    plainHttp: row.plainHttp,
    ttlSeconds: row.ttlSeconds,
    maxBytes: Number(row.maxBytes),
    version: row.updatedAt.toISOString(),
  }
}

function credentialsOf({ id, username, password }: UpstreamRow, open: OpenSealed): Upstream['credentials'] {
  if (username === null || password === null) return null
  return { username, password: new Secret(open(id, Buffer.from(password).toString('utf8'))) }
}
