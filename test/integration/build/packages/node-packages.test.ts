import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../../support/platform.ts'
import { type BuildWorld, openBuildWorld } from '../support/build-world.ts'
import { hostAddress } from '../support/host-address.ts'
import { nodeImage } from '../support/node-image.ts'
import { addBase, answerOf, packApp } from '../support/run-app.ts'
import { type NpmRegistry, startNpmRegistry } from './npm-registry.ts'

const PLATFORM = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }
const LIMITS = { cpu: 2, memory: 1024 ** 3, pids: 256, disk: 1024 ** 3 }

let world: BuildWorld
let registry: NpmRegistry
let url: string

beforeAll(async () => {
  const port = await freePort()
  url = `http://${hostAddress()}:${port}/`
  world = await openBuildWorld({ buildEgress: [`${hostAddress()}:${port}`] })
  registry = await startNpmRegistry(join(world.dir, 'verdaccio'), hostAddress(), port)
  await registry.publish('shop-word', {}, { 'index.js': "module.exports = 'from the registry'\n" })
  const program = '#!/usr/bin/env node\nconsole.log("built by a package")\n'
  await registry.publish('shop-build', { bin: { 'shop-build': 'build.js' } }, { 'build.js': program })
  await addBase(world, 'node:24', await nodeImage(join(world.dir, 'node'), PLATFORM))
}, 600_000)

afterAll(async () => {
  await registry?.close()
  await world?.close()
})

test('a Node app is installed from a registry of packages, and what only its build needs is not in the image', async () => {
  const recipe = {
    ...{ kind: 'auto' as const, labels: {}, secrets: [], noCache: false },
    args: { NPM_CONFIG_REGISTRY: url },
  }
  const changes = { limits: LIMITS, recipe, timeoutMs: 300_000 }
  const { report, output } = await world.build(await packApp(world, 'node-packages'), changes)
  expect(report.failure, output).toBeUndefined()
  expect(await answerOf(world, report.digest ?? '')).toContain(
    'from the registry, built by a package, pruned',
  )
  const changed = await world.build(await packApp(world, 'node-packages', 'server.js'), changes)
  // the source, its build, and what was built
  expect(changed.report, changed.output).toMatchObject({ state: 'succeeded', ran: 3 })
}, 600_000)
