import { execFile } from 'node:child_process'
import { access, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fetchDebianSource } from './debian-source.ts'

const run = promisify(execFile)

const CACHE = '/var/cache/berth/oci-validation-0.9.0.109'
const MODULE = 'src/github.com/opencontainers/runtime-tools'
const TAP = 'src/github.com/mndrix/tap-go'

/**
 * The validation programs of opencontainers/runtime-tools, built once from Debian's source against Debian's Go packages.
 * Resolves with the folder that holds them and what they need beside them.
 */
export async function buildValidation(): Promise<string> {
  const done = join(CACHE, 'suite')
  if (await exists(join(done, 'runtimetest'))) return done
  await rm(CACHE, { recursive: true, force: true })
  const source = join(CACHE, 'go', MODULE)
  await mkdir(source, { recursive: true })
  const archive = await fetchDebianSource(CACHE, {
    name: 'golang-github-opencontainers-runtime-tools',
    suite: 'trixie',
    archive: /orig\.tar\.xz$/,
  })
  await run('tar', ['-xf', archive, '-C', source, '--strip-components=1'])
  await mkdir(join(CACHE, 'go', TAP), { recursive: true })
  await copyFile(join(import.meta.dirname, 'tap.go'), join(CACHE, 'go', TAP, 'tap.go'))
  const draft = join(CACHE, 'draft')
  await mkdir(draft)
  await build(source, draft, ['./cmd/runtimetest', './validation/...'])
  await copyFile(join(source, 'rootfs-amd64.tar.gz'), join(draft, 'rootfs-amd64.tar.gz'))
  await rename(draft, done)
  return done
}

async function build(source: string, target: string, packages: readonly string[]): Promise<void> {
  const env = {
    PATH: process.env['PATH'],
    HOME: CACHE,
    GO111MODULE: 'off',
    GOPATH: `${join(CACHE, 'go')}:/usr/share/gocode`,
    GOCACHE: join(CACHE, 'go-cache'),
    CGO_ENABLED: '0',
  }
  await run('go', ['build', '-ldflags', '-s -w', '-o', `${target}/`, ...packages], { cwd: source, env })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
