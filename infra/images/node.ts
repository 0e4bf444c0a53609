import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  buildLayer,
  copyEntry,
  directoryEntry,
  folderEntries,
  type LayerEntry,
  symlinkEntry,
  writeLayout,
} from '@berth/image'
import { debianLayer } from './debian.ts'
import { type BuildOptions, PATH_ENV, type Recipe } from './recipe.ts'

const run = promisify(execFile)

/** The npm of this Node; its package brings all that it depends on. */
const NPM = 'npm@11.19.1'

const ROOT = { uid: 0, gid: 0 } as const

/** Debian 12 with the Node that Berth itself runs on, its headers for native addons, and npm. */
export const node24: Recipe = async (options) => {
  const { dir, platform } = options
  const base = await debianLayer(dir, options)
  const npm = await fetchNpm(options)
  const node = await buildLayer(dir, nodeEntries(options.nodePackage, npm))
  await rm(npm, { recursive: true })
  return writeLayout({
    dir,
    platform,
    layers: [base, node],
    config: { Env: [PATH_ENV], Cmd: ['node'] },
    history: ['debootstrap --variant=minbase bookworm', `Node 24 and ${NPM} of the npm registry`],
  })
}

async function* nodeEntries(nodePackage: string, npm: string): AsyncGenerator<LayerEntry> {
  yield directoryEntry('usr')
  yield directoryEntry('usr/local')
  yield directoryEntry('usr/local/bin')
  yield await copyEntry('usr/local/bin/node', join(nodePackage, 'bin/node'))
  yield symlinkEntry('usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js')
  yield symlinkEntry('usr/local/bin/npx', '../lib/node_modules/npm/bin/npx-cli.js')
  yield* folderEntries(join(nodePackage, 'include'), { prefix: 'usr/local/include', owner: ROOT, newest: 0 })
  yield directoryEntry('usr/local/lib')
  yield directoryEntry('usr/local/lib/node_modules')
  yield* folderEntries(npm, { prefix: 'usr/local/lib/node_modules/npm', owner: ROOT, newest: 0 })
}

/** Returns the folder of npm's package. */
async function fetchNpm({ workDir, log }: BuildOptions): Promise<string> {
  log(`fetching ${NPM}`)
  const folder = join(workDir, 'npm')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await run('npm', ['pack', NPM, '--pack-destination', folder], { cwd: folder })
  await run('tar', [
    '-xzf',
    join(folder, `${NPM.replace('@', '-')}.tgz`),
    '--strip-components=1',
    '-C',
    folder,
  ])
  await rm(join(folder, `${NPM.replace('@', '-')}.tgz`))
  return folder
}
