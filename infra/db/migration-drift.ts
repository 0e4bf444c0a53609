import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { diffSql } from './schema-engine.ts'
import { shadowAdapter } from './shadow-adapter.ts'

const ROOT = path.join(import.meta.dirname, '../../prisma')

/**
 * The SQL between what the migrations (with `before`: those in front of that one) make and what schema.prisma says;
 * undefined: they are the same.
 */
export function migrationDrift(
  databaseUrl: string,
  { before }: { before?: string } = {},
): Promise<string | undefined> {
  return diffSql({
    schema: readFileSync(path.join(ROOT, 'schema.prisma'), 'utf8'),
    from: { tag: 'migrations', ...listMigrations(path.join(ROOT, 'migrations'), before) },
    adapter: shadowAdapter(databaseUrl),
  })
}

function listMigrations(dir: string, before?: string) {
  const entries = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const all = entries.map((entry) => entry.name).toSorted()
  const names = before === undefined ? all : all.filter((name) => name < before)
  return {
    baseDir: dir,
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(path.join(dir, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => {
      const value = readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } }
    }),
  }
}
