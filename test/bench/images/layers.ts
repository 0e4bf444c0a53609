import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A layer as a file, packed by gzip. */
export type BenchLayer = { readonly path: string }

const SECRETS = ['--exclude=etc/shadow*', '--exclude=etc/ssl/private', '--exclude=etc/ssh']

export async function systemLayer(dir: string, system: readonly string[]): Promise<BenchLayer> {
  const path = join(dir, 'system.tar.gz')
  await run('tar', ['--numeric-owner', ...SECRETS, '-czf', path, '-C', '/', ...system])
  return { path }
}

const PER_FOLDER = 250
const BYTES = 700

/** As a folder `node_modules` is. */
export async function smallFilesLayer(dir: string, count: number): Promise<BenchLayer> {
  const tree = join(dir, 'small')
  for (let i = 0; i < count; i += PER_FOLDER) {
    const folder = join(tree, `package-${i / PER_FOLDER}`, 'lib')
    await mkdir(folder, { recursive: true })
    const names = Array.from({ length: Math.min(PER_FOLDER, count - i) }, (_, k) => `module-${i + k}.js`)
    await Promise.all(names.map((name) => writeFile(join(folder, name), `${name} `.repeat(BYTES / 16))))
  }
  const path = join(dir, 'small.tar.gz')
  await run('tar', ['--numeric-owner', '-czf', path, '-C', tree, '.'])
  await run('rm', ['-rf', tree])
  return { path }
}
