import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'

const INT32 = 0
const BOOLEAN = 5
const TEXT = 7

/** A Postgres that is not there: when it only compares schema files, the engine asks for nothing but the version. */
const adapter: SqlDriverAdapter = {
  provider: 'postgres',
  adapterName: 'offline',
  executeRaw: () => Promise.resolve(0),
  executeScript: () => Promise.resolve(),
  dispose: () => Promise.resolve(),
  startTransaction: () => Promise.reject(new Error('the offline adapter has no transactions')),
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  queryRaw: () =>
    Promise.resolve({
      columnNames: ['schema_exists', 'version', 'numeric_version'],
      columnTypes: [BOOLEAN, TEXT, INT32],
      rows: [[true, 'PostgreSQL 15.0', 150000]],
    }),
}

export const offlineAdapter: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'offline',
  connect: () => Promise.resolve(adapter),
  connectToShadowDb: () => Promise.resolve(adapter),
}
