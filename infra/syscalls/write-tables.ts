import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fetchHeaders } from './fetch-headers.ts'
import { newerSyscalls } from './newer-syscalls.ts'
import { readSyscalls } from './read-syscalls.ts'
import { type Table, TABLES } from './tables.ts'
import { tableSource } from './table-source.ts'

/**
 * Writes packages/runtime/src/seccomp/numbers-*.ts from Debian's kernel headers:
 * `node infra/syscalls/write-tables.ts && npx biome format --write packages/runtime/src/seccomp`.
 */
const TARGET = path.join(import.meta.dirname, '../../packages/runtime/src/seccomp')

const folder = mkdtempSync(path.join(tmpdir(), 'syscalls-'))
try {
  for (const table of TABLES) writeTable(table)
} finally {
  rmSync(folder, { recursive: true })
}

function writeTable(table: Table): void {
  const { include, version } = fetchHeaders(table, folder)
  const known = readSyscalls(table, include)
  const numbers = [...known, ...newerSyscalls(table, known)].toSorted(([, a], [, b]) => a - b)
  writeFileSync(path.join(TARGET, `numbers-${table.name}.ts`), tableSource(table, version, numbers))
}
