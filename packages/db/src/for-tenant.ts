import { BerthError } from '@berth/core'
import type { Db, Tx } from './create-db.ts'
import { scopeArgs } from './tenant-scope.ts'
import { transactionsAsUnavailable } from './transactions.ts'

type Raw = '$queryRaw' | '$queryRawUnsafe' | '$executeRaw' | '$executeRawUnsafe'

/** Within a tenant's transaction. */
export type TenantTx = Omit<Tx, Raw>

/** A client that reads and writes the rows of one tenant, and has no raw queries. */
export type TenantDb = TenantTx & {
  readonly tenantId: string
  $transaction<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>
}

/**
 * Narrows every query to one tenant, below whatever the caller asks: another tenant's row is not found, not updated,
 * not deleted; a new row becomes this tenant's. Error: auth.forbidden, for what cannot be narrowed.
 */
export function forTenant(db: Db, tenantId: string): TenantDb {
  const scoped = db.$extends({
    name: 'tenant',
    client: { tenantId },
    query: {
      $allModels: {
        $allOperations: ({ model, operation, args, query }) =>
          query(scopeArgs({ model, operation, args, tenantId }) as typeof args), // the same shape, narrowed
      },
      $queryRaw: refuseRaw,
      $queryRawUnsafe: refuseRaw,
      $executeRaw: refuseRaw,
      $executeRawUnsafe: refuseRaw,
    },
  })
  // The type says what the extension does: no raw queries.
  return transactionsAsUnavailable(scoped, refuseRaw) as unknown as TenantDb
}

function refuseRaw(): never {
  throw new BerthError('auth.forbidden', "the tenant's database client refuses raw queries")
}
