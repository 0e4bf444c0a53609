import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Table } from './tables.ts'

/** Fetches a package of kernel headers once and unpacks it below `folder`; nothing is installed. */
export function fetchHeaders(table: Table, folder: string): { include: string; version: string } {
  const target = path.join(folder, table.package)
  if (!existsSync(target)) {
    mkdirSync(target)
    // the user of apt may not write into this folder, and says so
    execFileSync('apt-get', ['download', '-qq', `linux-libc-dev-${table.package}-cross`], {
      cwd: target,
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    execFileSync('dpkg-deb', ['-x', path.join(target, archiveIn(target)), target])
  }
  return {
    include: path.join(target, 'usr', table.triplet, 'include'),
    version: archiveIn(target).split('_')[1] ?? '',
  }
}

function archiveIn(folder: string): string {
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'))
  if (archive === undefined) throw new Error(`apt-get left no package in ${folder}`)
  return archive
}
