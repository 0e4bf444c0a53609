import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import pg from 'pg'
import { type PresentColumn, schemaColumns, schemaMismatch } from './schema-mismatch.ts'
import { asUnavailable } from './unavailable.ts'

/** Prisma's own advisory lock, so that its tools and ours never run at once. */
const LOCK = 72_707_369

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`

const COLUMNS = `SELECT table_name AS "table", column_name AS "column",
    is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER' AS needed
  FROM information_schema.columns WHERE table_schema = current_schema()`

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }

/**
 * Applies what `dir` holds (`<name>/migration.sql`) and the database has not, in order of names; returns the names.
 * Each migration is one transaction: a failed one leaves nothing behind and is tried again by the next start.
 * Errors: db.migration_failed, db.newer_than_release, db.unavailable.
 */
export async function migrate(options: {
  url: string
  dir: string
  log: (line: string) => void
}): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.url })
  client.on('error', () => undefined) // the running query fails with the same error
  await asUnavailable(client.connect())
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(TABLE)
    const migrations = await readMigrations(options.dir)
    const applied = await readApplied(client)
    const pending = pendingMigrations(migrations, applied, options.log)
    for (const migration of pending) await apply(client, migration, options.log)
    await refuseMismatch(client, changedMigrations(migrations, applied))
    return pending.map((migration) => migration.name)
  } finally {
    await client.end() // gives the lock back
  }
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(path.join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

/** What is left to do; refuses a database that a newer release has changed. */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
  log: (line: string) => void,
): Migration[] {
  const known = new Set(migrations.map((migration) => migration.name))
  const unknown = [...applied.keys()].filter((name) => !known.has(name))
  if (unknown.length > 0) {
    throw new BerthError(
      'db.newer_than_release',
      `the database is newer than this release, it has ${unknown.join(', ')}: start the newer release`,
      { details: { unknown } },
    )
  }
  for (const name of changedMigrations(migrations, applied))
    log(`migration ${name} was changed after it was applied`)
  return migrations.filter((migration) => !applied.has(migration.name))
}

function changedMigrations(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): readonly string[] {
  return migrations
    .filter(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum)
    .map(({ name }) => name)
}

/** A changed migration may have changed a comment only; what it left out would fail at every request. */
async function refuseMismatch(client: pg.Client, changed: readonly string[]): Promise<void> {
  if (changed.length === 0) return
  const { rows } = await client.query<PresentColumn>(COLUMNS)
  const mismatch = schemaMismatch(schemaColumns(), rows)
  if (mismatch === undefined) return
  throw new BerthError(
    'db.migration_failed',
    `the database was made by another version of migration ${changed.join(', ')}, and ${mismatch}: start the version that made it, or begin with an empty data folder`,
    { details: { migration: changed.join(', ') } },
  )
}

async function apply(client: pg.Client, migration: Migration, log: (line: string) => void): Promise<void> {
  const id = randomUUID()
  await client.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    migration.checksum,
    migration.name,
  ])
  try {
    await client.query(migration.sql) // one simple query of many statements is one transaction
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await client.query('UPDATE "_prisma_migrations" SET logs = $2, rolled_back_at = now() WHERE id = $1', [
      id,
      message,
    ])
    throw new BerthError('db.migration_failed', `migration ${migration.name} failed: ${message}`, {
      cause: error,
      details: { migration: migration.name },
    })
  }
  await client.query(
    'UPDATE "_prisma_migrations" SET finished_at = now(), applied_steps_count = 1 WHERE id = $1',
    [id],
  )
  log(`applied migration ${migration.name}`)
}
