import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startPostgres } from '../../test/support/postgres.ts'
import { migrationDrift } from './migration-drift.ts'

/**
 * `write-migration.ts 0003_name`: writes what schema.prisma has more than the migrations before that one. Run again,
 * it writes it anew; for a migration that no release has carried yet.
 */
const [name = ''] = process.argv.slice(2)
if (!/^\d{4}_[a-z0-9_]+$/.test(name)) {
  process.stderr.write('usage: write-migration.ts 0003_what_changes\n')
  process.exit(2)
}

const postgres = await startPostgres()
try {
  const sql = await migrationDrift(await postgres.createDatabase(), { before: name })
  if (sql === undefined) process.stdout.write('nothing has changed since the migrations before it\n')
  else process.stdout.write(`wrote ${write(name, sql)}\n`)
} finally {
  await postgres.stop()
}
process.exit() // the engine keeps handles open

function write(migration: string, sql: string): string {
  const folder = path.join(import.meta.dirname, '../../prisma/migrations', migration)
  if (!existsSync(folder)) mkdirSync(folder)
  const file = path.join(folder, 'migration.sql')
  writeFileSync(file, sql)
  return file
}
