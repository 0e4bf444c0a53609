import type { Prisma } from '@berth/db'

/** Deploys that have not come to an end. */
export const ACTIVE = { state: { in: ['queued', 'running'] } } satisfies Prisma.DeployWhereInput
