import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../../support/platform.ts'
import { type BuildWorld, openBuildWorld } from '../support/build-world.ts'
import { hostAddress } from '../support/host-address.ts'
import { nodeImage } from '../support/node-image.ts'
import { addBase, answerOf, packFolder } from '../support/run-app.ts'
import { type NpmRegistry, startNpmRegistry } from './npm-registry.ts'

const run = promisify(execFile)
const APP = join(import.meta.dirname, '../../../fixtures/apps/node-packages')
const PLATFORM = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }
const LIMITS = { cpu: 2, memory: 1024 ** 3, pids: 256, disk: 1024 ** 3 }

type Manager = {
  readonly name: string
  /** of package.json */
  readonly packageManager?: string
  /** package of the manager, and its program there */
  readonly program: readonly [string, string]
  /** writes the lock file */
  readonly lock: readonly string[]
  /** what `--plan` calls it */
  readonly facts: string
  readonly files?: Readonly<Record<string, string>>
}

const MANAGERS: readonly Manager[] = [
  { name: 'pnpm', program: ['pnpm', 'bin/pnpm.cjs'], lock: ['install', '--lockfile-only'], facts: 'pnpm' },
  {
    name: 'yarn 1',
    program: ['yarn', 'bin/yarn.js'],
    lock: ['install', '--ignore-scripts', '--non-interactive'],
    facts: 'yarn',
  },
  {
    name: 'yarn 4',
    packageManager: 'yarn@4.5.3',
    program: ['@yarnpkg/cli-dist', 'bin/yarn.js'],
    lock: ['install', '--mode=update-lockfile'],
    facts: 'yarn',
    // it asks only those over http that it is told of
    files: { '.yarnrc.yml': `unsafeHttpWhitelist:\n  - ${JSON.stringify(hostAddress())}\n` },
  },
]

let world: BuildWorld
let registry: NpmRegistry
let url: string
const programs = new Map<string, string>()

beforeAll(async () => {
  const port = await freePort()
  url = `http://${hostAddress()}:${port}/`
  world = await openBuildWorld({ buildEgress: [`${hostAddress()}:${port}`] })
  registry = await startNpmRegistry(join(world.dir, 'verdaccio'), hostAddress(), port)
  await registry.publish('shop-word', {}, { 'index.js': "module.exports = 'from the registry'\n" })
  const program = '#!/usr/bin/env node\nconsole.log("built by a package")\n'
  await registry.publish('shop-build', { bin: { 'shop-build': 'build.js' } }, { 'build.js': program })
  for (const { program: name } of MANAGERS) programs.set(name[0], await registry.publishInstalled(name[0]))
  await addBase(world, 'node:24', await nodeImage(join(world.dir, 'node'), PLATFORM))
}, 600_000)

afterAll(async () => {
  await registry?.close()
  await world?.close()
})

test.each(MANAGERS)(
  'an app of $name is installed with its lock file, built, pruned, and answers',
  { timeout: 600_000 },
  async (manager) => {
    const folder = await appOf(manager)
    const args = { NPM_CONFIG_REGISTRY: url, YARN_NPM_REGISTRY_SERVER: url }
    const recipe = { kind: 'auto' as const, args, labels: {}, secrets: [], noCache: false }
    const changes = { limits: LIMITS, recipe, timeoutMs: 300_000 }
    const { report, output } = await world.build(await packFolder(folder), changes)
    expect(report.failure, output).toBeUndefined()
    expect(report.plan?.facts).toContainEqual({ name: 'packages', value: manager.facts })
    expect(await answerOf(world, report.digest ?? '')).toContain(
      'from the registry, built by a package, pruned',
    )
    await writeFile(join(folder, 'server.js'), `${await readFile(join(folder, 'server.js'), 'utf8')}\n`)
    const changed = await world.build(await packFolder(folder), changes)
    // the source, its build, and what was built: nothing is installed anew
    expect(changed.report, changed.output).toMatchObject({ state: 'succeeded', ran: 3 })
  },
)

/** The app as its owner has it, with the lock file that the manager itself wrote. */
async function appOf({ name, packageManager, program, lock, files = {} }: Manager): Promise<string> {
  const folder = join(world.dir, name.replace(' ', '-'))
  await cp(APP, folder, { recursive: true })
  await rm(join(folder, 'package-lock.json'))
  const json = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...json, packageManager }))
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
  const home = join(world.dir, 'home')
  await mkdir(home, { recursive: true })
  await run(process.execPath, [join(programs.get(program[0]) ?? '', program[1]), ...lock], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      NPM_CONFIG_REGISTRY: url,
      YARN_NPM_REGISTRY_SERVER: url,
      YARN_NODE_LINKER: 'node-modules',
      YARN_ENABLE_TELEMETRY: '0',
    },
  })
  for (const made of ['node_modules', '.yarn']) await rm(join(folder, made), { recursive: true, force: true })
  return folder
}
