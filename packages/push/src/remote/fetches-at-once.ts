import type { FetchTurns } from './fetch-turns.ts'

/**
 * At once in one process, and of one tenant: each takes a git, disk and a connection. Slow servers of one tenant hold
 * up that tenant alone.
 */
export const FETCHES_AT_ONCE: FetchTurns = { all: 12, tenant: 2, shared: 8, waiting: 4, waitMs: 60_000 }
