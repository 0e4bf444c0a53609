import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'
import { hostAddress } from './support/host-address.ts'
import { nodeImage } from './support/node-image.ts'
import { addBase, answerOf, packApp } from './support/run-app.ts'

const PLATFORM = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }

let world: BuildWorld
let server: Server
let other: Server

beforeAll(async () => {
  server = createServer((_request, response) => response.end('from a mirror'))
  other = createServer((_request, response) => response.end('from a mirror'))
  for (const each of [server, other]) {
    await new Promise<void>((resolve) => each.listen(0, hostAddress(), resolve))
  }
  world = await openBuildWorld({ buildEgress: [`${hostAddress()}:${portOf(server)}`] })
  await addBase(world, 'node:24', await nodeImage(join(world.dir, 'node'), PLATFORM))
})

afterAll(async () => {
  await world?.close()
  for (const each of [server, other]) {
    each.closeAllConnections()
    await new Promise((resolve) => each.close(resolve))
  }
})

const portOf = (listening: Server) => (listening.address() as AddressInfo).port

test('a folder of pages becomes a site', async () => {
  const { report } = await world.build(await packApp(world, 'site'))
  expect(report.failure).toBeUndefined()
  expect(report.plan).toMatchObject({ kind: 'stack', name: 'static', port: 8080 })
  expect(await answerOf(world, report.digest ?? '')).toContain('a site of files')
})

test('a Procfile says what runs', async () => {
  const { report } = await world.build(await packApp(world, 'shell'))
  expect(report.failure).toBeUndefined()
  expect(report.plan).toMatchObject({
    name: 'procfile',
    processes: { web: './serve', worker: 'while :; do sleep 60; done' },
  })
  expect(await answerOf(world, report.digest ?? '')).toContain('a script with ./serve')
})

test('a Node app is installed, built and answers; of changed code nothing is installed anew', async () => {
  const limits = { cpu: 2, memory: 512 * 1024 * 1024, pids: 256, disk: 1024 * 1024 * 1024 }
  const changes = { limits, timeoutMs: 240_000 }
  const { report, output } = await world.build(await packApp(world, 'node'), changes)
  expect(report.failure, output).toBeUndefined()
  expect(report.plan?.facts).toContainEqual({ name: 'node', value: '24 (engines of package.json: >=22)' })
  expect(await answerOf(world, report.digest ?? '')).toContain('built, on Node')
  const changed = await world.build(await packApp(world, 'node', 'src/server.js'), changes)
  // the source, its build, and what was built
  expect(changed.report, changed.output).toMatchObject({ state: 'succeeded', ran: 3 })
}, 300_000)

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

test('a build reaches what the settings of its node name of private networks, and nothing beside it', async () => {
  const ask = (port: number) => ({
    Dockerfile: `FROM busybox\nRUN printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc ${hostAddress()} ${port} > /answer; grep mirror /answer\n`,
  })
  const reached = await world.build(ask(portOf(server)))
  expect(reached.report.failure, reached.output).toBeUndefined()
  expect(await world.file(await world.pull(reached.report.digest ?? ''), 'answer')).toContain('from a mirror')
  expect((await world.build(ask(portOf(other)))).report.failure).toMatchObject({ kind: 'step' })
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
