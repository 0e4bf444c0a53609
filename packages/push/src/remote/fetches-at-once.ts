/**
 * At once in one process, and of one tenant: each takes a git, disk and a connection. Slow servers of one tenant hold
 * up that tenant alone.
 */
export const FETCHES_AT_ONCE = { all: 12, tenant: 2 } as const
