import { startPostgres } from '../../test/support/postgres.ts'
import { migrationDrift } from './migration-drift.ts'

/** Fails when schema.prisma says something that the migrations do not make, and prints the missing SQL. */
const postgres = await startPostgres()
try {
  const missing = await migrationDrift(await postgres.createDatabase())
  if (missing === undefined) process.stdout.write('the migrations make what the schema says\n')
  else {
    process.stderr.write(`schema.prisma has changes without a migration:\n${missing}\n`)
    process.exitCode = 1
  }
} finally {
  await postgres.stop()
}
process.exit() // the engine keeps handles open
