import { execFile, execFileSync } from 'node:child_process'
import { createHash, randomInt } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Builder, type BuilderOptions, createBuilder } from '@berth/build/execute'
import { newId, systemClock } from '@berth/core'
import { createImageStore, type Layout, type LocalImage, pushLayout } from '@berth/image'
import { createLog } from '@berth/log'
import { createLogStore } from '@berth/logstore'
import { createNetwork } from '@berth/network'
import { createAddressFinder, createOutbound } from '@berth/outbound'
import type { BuildReport, BuildSpec } from '@berth/protocol'
import { cleanInstance, createIdPool, createProgramRunner, createRuntime } from '@berth/runtime'
import { openDisk } from '@berth/volume'
import { limitedFolders } from '../../../../apps/agent/src/build-folders.ts'
import { busybox } from '../../../../infra/images/busybox.ts'
import { PASSWORD, startRegistry } from '../../../conformance/registry/registry-fixture.ts'
import { eventually } from '../../../support/eventually.ts'

const INIT = join(import.meta.dirname, '../../../../packages/runtime/native/build/berth-init')
const PLATFORM = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }
const MIB = 1024 * 1024
const TENANT = { id: newId('tenant'), name: 'acme' }
const PROJECT = { id: newId('project'), name: 'default' }

/** Files of a source: path → content; null makes a folder. */
export type SourceFiles = Readonly<Record<string, string | Buffer | null>>

export type BuildWorld = Awaited<ReturnType<typeof openBuildWorld>>

/** Where builds find git servers, and whose certificates they trust. */
type GitOfWorld = Pick<BuilderOptions, 'locate' | 'gitCaFile'>

/**
 * A builder over the real runtime, network, disk and image store, and a registry of ours; `close` leaves nothing.
 * `buildEgress`: what its builds may reach of private networks.
 */
export async function openBuildWorld({
  buildEgress = [],
  git = { locate: createAddressFinder({ allow: [] }) },
}: {
  buildEgress?: readonly string[]
  git?: GitOfWorld
} = {}) {
  const instance = randomInt(36 ** 5, 36 ** 6).toString(36)
  const dir = await mkdtemp(join(tmpdir(), 'berth-build-'))
  const runDir = `/run/berth-${instance}`
  await mkdir(runDir, { recursive: true })
  const log = createLog({ name: 'test', level: 'fatal' })
  const registry = await startRegistry()
  const apiToken = (await registry.tokenOf('owner@acme.test')).token
  const programs = createProgramRunner({ init: INIT })
  const opened = await openDisk({
    file: join(dir, 'disk.img'),
    mountPoint: join(runDir, 'disk'),
    usualBytes: 1024 * MIB,
    run: programs.run,
    log,
  })
  if (opened.kind === 'unlimited') throw new Error(opened.reason)
  const { disk } = opened
  const images = await createImageStore({ dir: join(dir, 'images'), init: INIT, log, folders: disk })
  const network = createNetwork({
    ...{ instance, dir: join(dir, 'network'), runDir, doorPorts: [1], run: programs.run, log, buildEgress },
    resolverDir: join(dir, 'resolver'),
  })
  await network.open()
  const ids = createIdPool({ dir: '/run/berth/ids', instance })
  const runtimeOf = (name: string) =>
    createRuntime({ instance, dir: join(dir, name), runDir, init: INIT, log })
  let runtime = await runtimeOf('builds/containers')
  const outbound = createOutbound({ allow: ['127.0.0.0/8'] })
  const sources = await serveSources(join(dir, 'sources'))
  await mkdir(join(dir, 'sources'))

  const specs = new Map<string, BuildSpec>()
  const reports = new Map<string, BuildReport>()
  const outputs = new Map<string, { seq: number; data: string }[]>()
  const layout = await busybox({
    ...{ dir: join(dir, 'busybox'), platform: PLATFORM },
    ...{ workDir: dir, nodePackage: '', log: () => undefined },
  })
  await pushLayout(layout, {
    ...{ url: registry.url, repository: 'acme/busybox', tag: 'latest' },
    auth: { kind: 'basic', username: 'owner@acme.test', password: PASSWORD },
  })

  const token = async (...scopes: string[]) => {
    const url = new URL('/v2/token', registry.url)
    for (const scope of scopes) url.searchParams.append('scope', `repository:${scope}`)
    const authorization = `Basic ${Buffer.from(`x:${apiToken}`).toString('base64')}`
    const answer = (await (await fetch(url, { headers: { authorization } })).json()) as { token: string }
    return answer.token
  }

  const desk = {
    async call(name: string, request: { id?: string; seq?: number; data?: string; reference?: string }) {
      const id = request.id ?? ''
      switch (name) {
        case 'build.specs':
          return { builds: [...specs.values()] }
        case 'build.report': {
          const report = request as BuildReport
          reports.set(id, report)
          if (report.state !== 'running') specs.delete(id)
          return {}
        }
        case 'build.output': {
          const known = outputs.get(id) ?? []
          outputs.set(id, [...known, { seq: request.seq ?? 0, data: request.data ?? '' }])
          return { stop: false }
        }
        case 'build.token': {
          const digest = specs.get(id)?.source.digest ?? ''
          const repository = specs.get(id)?.target.repository ?? ''
          return {
            source: { url: `${sources.url}/${digest}`, token: 'source' },
            target: {
              url: registry.url,
              repository,
              token: await token(`${repository}:pull,push`, 'acme/app:pull', 'acme/busybox:pull'),
            },
          }
        }
        default: {
          const reference = request.reference ?? ''
          const digest = reference === 'busybox' ? layout.manifest.digest : (built.get(reference) ?? '')
          const repository = reference === 'busybox' ? 'acme/busybox' : 'acme/app'
          return { url: registry.url, repository, digest, token: await token(`${repository}:pull`) }
        }
      }
    },
  }
  /** images of this world's builds that others may be based on */
  const built = new Map<string, string>()

  const options = (): BuilderOptions => ({
    ...{ dir: join(dir, 'builds'), stage: join(runDir, 'view'), empty: join(dir, 'builds/empty') },
    ...{ init: INIT, runtime, network, images, folders: limitedFolders(disk), logs: createLogStore() },
    ...{ ids, outbound, ...git, platform: PLATFORM, slots: 2, cacheBytes: 1024 * MIB, bootId: 'boot' },
    ...{ clock: systemClock, log },
  })
  let builder: Builder = createBuilder(options())
  await builder.open()

  let lost = new AbortController()

  const world = {
    instance,
    dir,
    runDir,
    registry,
    disk,
    built,
    reports,

    /** An image that builds may be based on by this name. */
    async addImage(reference: string, image: Layout): Promise<void> {
      await pushLayout(image, {
        ...{ url: registry.url, repository: 'acme/app', tag: `base-${built.size}` },
        auth: { kind: 'basic', username: 'owner@acme.test', password: PASSWORD },
      })
      built.set(reference, image.manifest.digest)
    },

    /** Begins a build; `ended` has its outcome. */
    async start(files: SourceFiles | string, changes: Partial<BuildSpec> = {}): Promise<string> {
      const archive = typeof files === 'string' ? files : await packFiles(files, join(dir, 'sources'))
      const bytes = await readFile(archive)
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
      await writeFile(join(dir, 'sources', digest), bytes)
      const spec: BuildSpec = {
        id: newId('build'),
        generation: 1,
        desired: 'built',
        outputSeq: 0,
        tenant: TENANT,
        project: PROJECT,
        app: null,
        source: { digest, size: bytes.length },
        secrets: {},
        ssh: {},
        limits: { cpu: 1, memory: 256 * MIB, pids: 128, disk: 512 * MIB },
        timeoutMs: 60_000,
        target: { repository: 'acme/app', tag: 'latest' },
        ...changes,
        recipe: { kind: 'auto', args: {}, labels: {}, secrets: [], noCache: false, ...changes.recipe },
      }
      specs.set(spec.id, spec)
      await builder.connected(desk as never, lost.signal)
      return spec.id
    },

    async cancel(id: string): Promise<void> {
      const spec = specs.get(id)
      if (spec) specs.set(id, { ...spec, desired: 'canceled', generation: spec.generation + 1 })
      await builder.look()
    },

    output(id: string): string {
      const pieces = (outputs.get(id) ?? []).toSorted((a, b) => a.seq - b.seq)
      return Buffer.concat(pieces.map(({ data }) => Buffer.from(data, 'base64'))).toString()
    },

    async ended(id: string): Promise<BuildReport> {
      const over = () => (reports.get(id)?.state ?? 'running') !== 'running'
      await eventually(over, { what: `build ${id}`, withinMs: 280_000, everyMs: 2 })
      const report = reports.get(id)
      if (!report) throw new Error('gone')
      return report
    },

    async build(files: SourceFiles | string, changes: Partial<BuildSpec> = {}) {
      const id = await world.start(files, changes)
      const report = await world.ended(id)
      return { id, report, output: world.output(id) }
    },

    /** A build that must succeed; returns its image, pulled. */
    async image(files: SourceFiles | string, changes: Partial<BuildSpec> = {}): Promise<LocalImage> {
      const { report, output } = await world.build(files, changes)
      if (report.digest === undefined) throw new Error(`${JSON.stringify(report.failure)}\n${output}`)
      return world.pull(report.digest)
    },

    async pull(digest: string): Promise<LocalImage> {
      const source = { url: registry.url, repository: 'acme/app', token: await token('acme/app:pull') }
      return images.pull({ source, digest, platform: PLATFORM })
    },

    /** The builder is heard of no more, as if it had been killed; returns what is left of it. */
    async abandon() {
      const before = new Set(builder.kept().folders)
      lost.abort()
      lost = new AbortController()
      return async () => ({
        containers: (await runtime.list()).length,
        folders: (await disk.list()).filter((key) => before.has(key) && !builder.kept().folders.has(key))
          .length,
      })
    },

    /** Another agent over what this one left, as after its death. */
    async restart(): Promise<void> {
      await runtime.close()
      runtime = await runtimeOf('builds/containers')
      builder = createBuilder(options())
      await builder.open()
    },

    /** The image's files, as a container would see them. */
    async tree(image: LocalImage): Promise<string> {
      const lower = image.layers.toReversed()
      const target = await mkdtemp(join(dir, 'tree-'))
      const empty = await mkdtemp(join(dir, 'empty-'))
      execFileSync('mount', [
        '-t',
        'overlay',
        'overlay',
        '-o',
        `ro,lowerdir=${[...lower, empty].join(':')}`,
        target,
      ])
      try {
        const found = ['-mindepth', '1', '-not', '-path', './bin/*', '-printf', '%p %y %m %U:%G %l\n']
        const { stdout } = await promisify(execFile)('find', ['.', ...found], { cwd: target })
        return stdout.split('\n').filter(Boolean).toSorted().join('\n')
      } finally {
        execFileSync('umount', [target])
      }
    },

    async file(image: LocalImage, path: string): Promise<string> {
      for (const layer of image.layers.toReversed()) {
        const text = await readFile(join(layer, path), 'utf8').catch(() => undefined)
        if (text !== undefined) return text
      }
      throw new Error(`no ${path} in the image`)
    },

    async close(): Promise<void> {
      await builder.close()
      await runtime.close()
      await cleanInstance({ instance, runDir, idDir: '/run/berth/ids' })
      await network.reset()
      await network.close()
      await disk.close()
      execFileSync('umount', [join(runDir, 'disk')])
      programs.close()
      outbound.close()
      sources.close()
      await registry.close()
      await rm(dir, { recursive: true, force: true })
      await rm(runDir, { recursive: true, force: true })
    },
  }
  return world
}

async function packFiles(files: SourceFiles, dir: string): Promise<string> {
  const folder = await mkdtemp(join(dir, 'files-'))
  for (const [path, content] of Object.entries(files)) {
    if (content === null) await mkdir(join(folder, path), { recursive: true })
    else {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
  }
  const archive = `${folder}.tar`
  execFileSync('tar', ['-cf', archive, '-C', folder, '.'])
  return archive
}

async function serveSources(dir: string) {
  const server = createServer((request, response) => {
    createReadStream(join(dir, (request.url ?? '').slice(1))).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, close: () => server.close() }
}
