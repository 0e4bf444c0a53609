import { execFile } from 'node:child_process'
import { appendFile, cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pushLayout } from '@berth/image'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD } from '../../conformance/registry/registry-fixture.ts'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'
import { nodeImage } from './support/node-image.ts'

const APPS = join(import.meta.dirname, '../../fixtures/apps')
const PLATFORM = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }

let world: BuildWorld

beforeAll(async () => {
  world = await openBuildWorld()
  const layout = await nodeImage(join(world.dir, 'node'), PLATFORM)
  await pushLayout(layout, {
    ...{ url: world.registry.url, repository: 'acme/app', tag: 'node' },
    auth: { kind: 'basic', username: 'owner@acme.test', password: PASSWORD },
  })
  world.built.set('node:24', layout.manifest.digest)
})

afterAll(() => world?.close())

/** An app of the fixtures, packed as somebody would send it; `changed` names a file that gets another line. */
async function packed(app: string, changed?: string): Promise<string> {
  const folder = join(world.dir, `${app}-${changed === undefined ? 'as-it-is' : 'changed'}`)
  await cp(join(APPS, app), folder, { recursive: true })
  if (changed !== undefined) await appendFile(join(folder, changed), '\n// changed\n')
  await promisify(execFile)('tar', ['-cf', `${folder}.tar`, '-C', folder, '.'])
  return `${folder}.tar`
}

/** Starts the image as an app is started, within a build of its own, and returns what it answers. */
async function answerOf(digest: string): Promise<string> {
  const { config } = (await world.pull(digest)).config
  const quoted = (config?.Cmd ?? []).map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  world.built.set('app', digest)
  const ask = 'wget -qO /answer http://127.0.0.1:8080/'
  const image = await world.image({
    Dockerfile: `FROM app\nRUN ${quoted.join(' ')} & until ${ask}; do sleep 0.2; done\n`,
  })
  return world.file(image, 'answer')
}

test('a folder of pages becomes a site', async () => {
  const { report } = await world.build(await packed('site'))
  expect(report.failure).toBeUndefined()
  expect(report.plan).toMatchObject({ kind: 'stack', name: 'static', port: 8080 })
  expect(await answerOf(report.digest ?? '')).toContain('a site of files')
})

test('a Procfile says what runs', async () => {
  const { report } = await world.build(await packed('shell'))
  expect(report.failure).toBeUndefined()
  expect(report.plan).toMatchObject({
    name: 'procfile',
    processes: { web: './serve', worker: 'while :; do sleep 60; done' },
  })
  expect(await answerOf(report.digest ?? '')).toContain('a script with ./serve')
})

test('a Node app is installed, built and answers; of changed code nothing is installed anew', async () => {
  const limits = { cpu: 2, memory: 512 * 1024 * 1024, pids: 256, disk: 1024 * 1024 * 1024 }
  const { report, output } = await world.build(await packed('node'), { limits })
  expect(report.failure, output).toBeUndefined()
  expect(report.plan?.facts).toContainEqual({ name: 'node', value: '24 (engines of package.json: >=22)' })
  expect(await answerOf(report.digest ?? '')).toContain('built, on Node')
  const changed = await world.build(await packed('node', 'src/server.js'), { limits })
  // the source, its build, and what was built
  expect(changed.report, changed.output).toMatchObject({ state: 'succeeded', ran: 3 })
})

test('a berth.yml chooses the folder and the stage, and what it asks of the deploy is told', async () => {
  const { report } = await world.build({
    'berth.yml': `build:
  directory: web
  target: small
  args: { WORD: chosen }
processes:
  web: { port: 3000, instances: 2 }
  worker: ./work
environment:
  MODE: live
`,
    'app.json': '{"env": {"LEVEL": {"value": "info"}, "KEY": {"required": true}}}',
    'web/Dockerfile': `FROM busybox AS small
ARG WORD
RUN echo "$WORD" > /word
FROM busybox
RUN exit 1
`,
  })
  expect(report.failure).toBeUndefined()
  expect(await world.file(await world.pull(report.digest ?? ''), 'word')).toBe('chosen\n')
  expect(report.settings).toEqual({
    wish: {
      port: 3000,
      processes: { web: { replicas: 2 }, worker: { command: ['/bin/sh', '-c', 'exec ./work'] } },
      onlyProcesses: true,
      env: { MODE: 'live' },
    },
    defaults: { LEVEL: 'info' },
  })
  const wrong = await world.build({
    Dockerfile: 'FROM busybox\n',
    'berth.yml': 'processes:\n  web:\n    comand: x\n',
  })
  expect(wrong.report.failure).toMatchObject({
    ...{ kind: 'syntax', file: 'berth.yml', line: 3, column: 5, text: '    comand: x' },
  })
})

test('what says nothing of how it is built is told what was looked for; a wrong Procfile, its line', async () => {
  const { report } = await world.build({ 'readme.md': '' })
  expect(report.failure).toMatchObject({
    kind: 'no-recipe',
    message: expect.stringContaining('package.json (Node)'),
  })
  const wrong = await world.build({ Procfile: 'web: x\nno process\n' })
  expect(wrong.report.failure).toMatchObject({
    kind: 'syntax',
    file: 'Procfile',
    line: 2,
    text: 'no process',
  })
})
