import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { offlineAdapter } from './offline-adapter.ts'
import { diffSql } from './schema-engine.ts'

/** Rewrites the first migration from schema.prisma, without a database. For use until the first release only. */
const root = path.join(import.meta.dirname, '../../prisma')
const schema = readFileSync(path.join(root, 'schema.prisma'), 'utf8')
const sql = await diffSql({ schema, from: { tag: 'empty' }, adapter: offlineAdapter })

const folder = path.join(root, 'migrations/0001_init')
mkdirSync(folder, { recursive: true })
writeFileSync(path.join(folder, 'migration.sql'), sql ?? '')
process.stdout.write(`wrote ${path.join(folder, 'migration.sql')}\n`)
process.exit() // the engine keeps handles open
