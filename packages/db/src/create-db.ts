import pg from 'pg'
import { type Prisma, PrismaClient } from './generated/client.ts'
import { createPrepared, type Prepared } from './prepared.ts'
import { transactionsAsUnavailable } from './transactions.ts'
import { TurnTakingPg } from './turn-taking-pg.ts'
import { asUnavailable } from './unavailable.ts'

/** The whole database, over all tenants. What serves a tenant's request uses `forTenant(db, id)` instead. */
export type Db = PrismaClient & { readonly $prepared: Prepared }

/** The client within `db.$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient

/** When a class of sixty clicks at once, the last of them waits longer than the two seconds that are usual. */
const PATIENCE = { maxWait: 10_000, timeout: 20_000 } as const
/** A Postgres that does not answer is away after this. */
const CONNECT_MS = 5_000
/** Connections that others use come back: who waits for one waits longer than for a Postgres that is away. */
const LINE_MS = 30_000

/** The pool's own limit is for its line, too. */
class Connection extends pg.Client {
  constructor(options?: pg.ClientConfig) {
    super({ ...options, connectionTimeoutMillis: CONNECT_MS })
  }
}

/**
 * Connects lazily, with a small pool; `?host=/folder` in the url means a unix socket.
 * Error of every query while Postgres is away: db.unavailable.
 */
export function createDb(options: { url: string; poolSize?: number }): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 8,
    min: 2, // these have no timer to begin and end at each query
    connectionTimeoutMillis: LINE_MS,
    Client: Connection,
  })
  const ignore = () => undefined
  // Without a listener an idle connection that Postgres closes would end the process; the next query reconnects.
  pool.on('error', ignore)
  const adapter = new TurnTakingPg(pool, { disposeExternalPool: true, onConnectionError: ignore })
  const client = new PrismaClient({ adapter, transactionOptions: PATIENCE }).$extends({
    name: 'unavailable',
    query: { $allOperations: ({ args, query }) => asUnavailable(query(args)) },
  })
  // The same client: the extension adds what `Db` says, and translates errors.
  return transactionsAsUnavailable(client, createPrepared(pool)) as unknown as Db
}
