import { type Prisma, PrismaClient } from './generated/client.ts'
import { transactionsAsUnavailable } from './transactions.ts'
import { TurnTakingPg } from './turn-taking-pg.ts'
import { asUnavailable } from './unavailable.ts'

/** The whole database, over all tenants. What serves a tenant's request uses `forTenant(db, id)` instead. */
export type Db = PrismaClient

/** The client within `db.$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient

/**
 * Connects lazily, with a small pool; `?host=/folder` in the url means a unix socket.
 * Error of every query while Postgres is away: db.unavailable.
 */
export function createDb(options: { url: string; poolSize?: number }): Db {
  const adapter = new TurnTakingPg(
    { connectionString: options.url, max: options.poolSize ?? 8, connectionTimeoutMillis: 5_000 },
    // Without a listener an idle connection that Postgres closes would end the process; the next query reconnects.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  )
  const client = new PrismaClient({ adapter }).$extends({
    name: 'unavailable',
    query: { $allOperations: ({ args, query }) => asUnavailable(query(args)) },
  })
  // The same client: the extension adds nothing, it only translates errors.
  return transactionsAsUnavailable(client) as unknown as PrismaClient
}
