import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'

const INTERNAL_CHAR = 18
const BPCHAR = 1042
/** the engine's number for a single character */
const CHARACTER = 6

/** Postgres as the schema engine wants it, with an empty database of its own to replay migrations in. */
export function shadowAdapter(url: string): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: 'shadow',
    connect: () => connect(url),
    connectToShadowDb: async () => {
      const name = `berth_shadow_${randomUUID().replaceAll('-', '')}`
      await run(url, `CREATE DATABASE "${name}" TEMPLATE template0`)
      const shadow = new URL(url)
      shadow.pathname = `/${name}`
      const adapter = await connect(shadow.href)
      const close = adapter.dispose.bind(adapter)
      adapter.dispose = async () => {
        await close() // first: a database in use cannot be dropped
        await run(url, `DROP DATABASE "${name}" WITH (FORCE)`)
      }
      return adapter
    },
  }
}

/** Two corrections of adapter-pg: it splits scripts at every semicolon, and does not know a type of Postgres' catalog. */
async function connect(url: string): Promise<SqlDriverAdapter> {
  const adapter = await new PrismaPg({ connectionString: url, max: 1 }).connect()
  const perform = Reflect.get(adapter, 'performIO').bind(adapter)
  const query = adapter.queryRaw.bind(adapter)
  let columns: number[] = []
  Reflect.set(adapter, 'performIO', async (sql: unknown) => {
    const result: { fields: { dataTypeID: number }[] } = await perform(sql)
    columns = result.fields.map((field) => field.dataTypeID)
    for (const field of result.fields) if (field.dataTypeID === INTERNAL_CHAR) field.dataTypeID = BPCHAR
    return result
  })
  adapter.queryRaw = async (sql) => {
    const result = await query(sql)
    const columnTypes = result.columnTypes.map((type, i) => (columns[i] === INTERNAL_CHAR ? CHARACTER : type))
    return { ...result, columnTypes }
  }
  adapter.executeScript = async (sql) => {
    await adapter.underlyingDriver().query(sql)
  }
  return adapter
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
