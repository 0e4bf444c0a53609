import pg from 'pg'
import { runFolder } from '../integration/platform/run-folder.ts'
import type { TestPlatform } from './platform.ts'

export type PlatformDatabase = {
  ask<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** The database of a platform, which the machine's root may look into. */
export async function platformDatabase(platform: Pick<TestPlatform, 'dir'>): Promise<PlatformDatabase> {
  const client = new pg.Client({ host: `${await runFolder(platform)}/pg`, user: 'berth', database: 'berth' })
  await client.connect()
  return {
    ask: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    close: () => client.end(),
  }
}
