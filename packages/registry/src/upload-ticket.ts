import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { type Clock, newId, type Secret } from '@berth/core'
import type { RepositoryName } from './names.ts'

/** Of ended uploads, in this process; beyond them an old ticket begins anew. */
const MAX_ENDED = 10_000

const FORM = /^([A-Za-z0-9_]{1,48})\.([0-9a-z]{1,12})\.([A-Za-z0-9_-]{22})$/

/** An upload as a client names it: begun, and perhaps nothing else yet. */
type BegunUpload = { readonly id: string; readonly state: 'fresh' | 'over' }

/**
 * The names of uploads, which carry all that is known of one until its first chunk: so that to begin one leaves
 * nothing anywhere, and any process can go on with it. Bound to its repository, and signed.
 */
export type UploadTickets = {
  issue(name: RepositoryName): string
  /** Undefined unless it was issued for this repository. `over`: its time is up, or it ended here. */
  read(name: RepositoryName, ticket: string): BegunUpload | undefined
  /** It has ended. What other processes do not know of it is harmless: there, it begins anew. */
  end(id: string): void
}

export function createUploadTickets(options: {
  key: Secret
  clock: Clock
  /** how long the first chunk may be awaited */
  ttlMs: number
}): UploadTickets {
  const { clock, ttlMs } = options
  const ended = new Set<string>()
  const key = createSecretKey(options.key.reveal(), 'utf8')
  const sign = (name: RepositoryName, id: string, at: string) =>
    createHmac('sha256', key)
      .update(`berth upload\n${name.full}\n${id}\n${at}`)
      .digest('base64url')
      .slice(0, 22)
  return {
    issue: (name) => {
      const [id, at] = [newId('upload'), clock.now().getTime().toString(36)]
      return `${id}.${at}.${sign(name, id, at)}`
    },
    read: (name, ticket) => {
      const [, id, at, signature] = FORM.exec(ticket) ?? []
      if (id === undefined || at === undefined || signature === undefined) return undefined
      if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(name, id, at)))) return undefined
      const late = clock.now().getTime() - Number.parseInt(at, 36) > ttlMs
      return { id, state: late || ended.has(id) ? 'over' : 'fresh' }
    },
    end: (id) => {
      const [oldest] = ended
      if (ended.size >= MAX_ENDED && oldest !== undefined) ended.delete(oldest)
      ended.add(id)
    },
  }
}

/** What a ticket, or a name of before there were tickets, calls the upload. */
export function uploadIdOf(param: string): string {
  return param.split('.', 1)[0] ?? param
}
