import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BerthError } from '@berth/core'
import { type BuiltLayer, buildLayer, folderEntries, writeLayout } from '@berth/image'
import { debianMirror } from './debian-mirror.ts'
import { type BuildOptions, PATH_ENV, type Recipe } from './recipe.ts'

const run = promisify(execFile)

const SUITE = 'bookworm'

/** What a running system fills again, or what belongs to the machine that built it. */
const LEFT_OUT = [
  'dev/',
  'etc/hostname',
  'etc/resolv.conf',
  'proc/',
  'run/',
  'sys/',
  'tmp/',
  'var/cache/apt/',
  'var/cache/ldconfig/',
  'var/lib/apt/lists/',
  'var/log/alternatives.log',
  'var/log/apt/',
  'var/log/bootstrap.log',
  'var/log/dpkg.log',
]

/** Debian 12 with what apt needs (debootstrap's minbase), through the mirror that this machine uses. */
export const debian12: Recipe = async (options) => {
  const { dir, platform } = options
  return writeLayout({
    dir,
    platform,
    layers: [await debianLayer(dir, options)],
    config: { Env: [PATH_ENV], Cmd: ['bash'] },
    history: [`debootstrap --variant=minbase ${SUITE}`],
  })
}

/** `packages`: beside what minbase has. */
export async function debianLayer(
  dir: string,
  { workDir, log, packages = [] }: BuildOptions & { readonly packages?: readonly string[] },
): Promise<BuiltLayer> {
  const root = join(workDir, 'debian-root')
  await removeRoot(root)
  try {
    const mirror = await debianMirror()
    log(`debootstrap ${SUITE} from ${mirror}`)
    await debootstrap(root, mirror, packages)
    await writeFile(join(root, 'etc/apt/sources.list'), sources(mirror))
    log('packing')
    return await buildLayer(dir, folderEntries(root, { exclude: LEFT_OUT }))
  } finally {
    await removeRoot(root)
  }
}

async function debootstrap(root: string, mirror: string, packages: readonly string[]): Promise<void> {
  const include = packages.length === 0 ? [] : [`--include=${packages.join(',')}`]
  try {
    await run('debootstrap', ['--variant=minbase', ...include, SUITE, root, mirror], {
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const what = missing ? 'install the package debootstrap' : `see whether ${mirror} can be reached`
    throw new BerthError('internal.unexpected', `debootstrap failed: ${what}`, { cause })
  }
}

/** The security archive lies beside the main one on a full mirror; others do not have it. */
function sources(mirror: string): string {
  return [
    `deb ${mirror} ${SUITE} main`,
    `deb ${mirror} ${SUITE}-updates main`,
    `deb http://deb.debian.org/debian-security ${SUITE}-security main`,
    '',
  ].join('\n')
}

/** debootstrap unmounts what it mounted; `--one-file-system` guards against what an interrupted one left. */
async function removeRoot(root: string): Promise<void> {
  await run('rm', ['-rf', '--one-file-system', '--', root])
}
