import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { BuildReport, BuildSpec } from '@berth/protocol'
import { asFailure } from './as-failure.ts'
import { BuildFailed } from './build-failed.ts'
import { isFolderKey } from './build-folders.ts'
import type { Builder } from './builder.ts'
import type { BuilderOptions } from './builder-options.ts'
import { type CacheMounts, openCacheMounts } from './cache/cache-mounts.ts'
import { openStepCache, type StepCache } from './cache/step-cache.ts'
import type { Desk } from './desk.ts'
import { createBuildOutput } from './output/build-output.ts'
import { createMask } from './output/mask.ts'
import { createTurns } from './turns.ts'
import { type Findings, type Kept, runBuild } from './run-build.ts'

const OUTPUT_BYTES = 8 * 1024 * 1024
const REPORT_AGAIN_MS = 1000
/** pieces of output of an earlier attempt have lower numbers */
const SEQ_OF_ATTEMPT = 1_000_000
const CACHE_MOUNT_BYTES = 2 * 1024 ** 3

type Work = { spec: BuildSpec; readonly stop: AbortController; readonly done: Promise<void> }

/** Builds what control asks for: one of a tenant at a time, `slots` in all, in the order in which they came. */
export function createBuilder(tools: BuilderOptions): Builder {
  const { dir, folders, log } = tools
  const works = new Map<string, Work>()
  const kept: Kept = { folders: new Set(), images: new Set() }
  const turns = createTurns(tools.slots)
  const over = new AbortController()
  let store: { cache: StepCache; caches: CacheMounts } | undefined
  let stream: Desk | undefined

  /** The stream may be another one by the time that something is said. */
  const desk: Desk = {
    call(...args) {
      if (stream) return stream.call(...args)
      throw new BerthError('protocol.disconnected', 'control is not connected: trying again when it is')
    },
  }

  return {
    async open() {
      await endLeftContainers()
      await mkdir(dir, { recursive: true, mode: 0o700 })
      await rm(tools.empty, { recursive: true, force: true })
      await mkdir(tools.empty, { recursive: true, mode: 0o755 })
      await mkdir(join(dir, 'runs'), { recursive: true, mode: 0o700 })
      const cache = await openStepCache({ ...tools, dir: join(dir, 'cache'), bytes: tools.cacheBytes })
      const caches = await openCacheMounts({ ...tools, bytes: CACHE_MOUNT_BYTES })
      store = { cache, caches }
      const keep = new Set([...cache.folders(), ...caches.folders()])
      for (const key of (await folders.list()).filter(isFolderKey)) {
        if (!keep.has(key)) await folders.remove(key)
      }
    },
    async connected(next, signal) {
      stream = next
      signal.addEventListener('abort', () => {
        if (stream === next) stream = undefined
      })
      await look()
    },
    look,
    kept: () => ({
      images: kept.images,
      folders: new Set([
        ...kept.folders,
        ...(store?.cache.folders() ?? []),
        ...(store?.caches.folders() ?? []),
      ]),
    }),
    async close() {
      over.abort()
      for (const { stop } of works.values()) stop.abort(lost())
      await Promise.all([...works.values()].map(({ done }) => done))
    },
  }

  async function look(): Promise<void> {
    if (!stream || over.signal.aborted) return // the next connection asks
    const { builds } = await stream.call('build.specs', {})
    const wanted = new Map(builds.map((spec) => [spec.id, spec]))
    for (const [id, work] of works) {
      const spec = wanted.get(id)
      if (!spec || spec.desired === 'canceled') work.stop.abort(canceled())
    }
    for (const spec of builds) {
      if (works.has(spec.id)) continue
      if (spec.desired === 'canceled')
        void report(reportOf(spec, { state: 'canceled', failure: canceled().failure }))
      else take(spec)
    }
  }

  function take(spec: BuildSpec): void {
    const stop = new AbortController()
    const done = turns
      .run(spec.tenant.id, () => build(spec, stop))
      .catch((error: unknown) =>
        log.warn({ err: error, build: spec.id }, 'the end of a build was not recorded'),
      )
      .finally(() => works.delete(spec.id))
    works.set(spec.id, { spec, stop, done })
  }

  async function build(spec: BuildSpec, stop: AbortController): Promise<void> {
    if (!store) throw new BerthError('internal.unexpected', 'the builder was not opened')
    const ended = await perform(spec, stop, store)
    if (over.signal.aborted) return // nobody was told: who comes after begins it anew
    await report(ended)
  }

  async function perform(
    spec: BuildSpec,
    stop: AbortController,
    { cache, caches }: NonNullable<typeof store>,
  ) {
    const timer = setTimeout(() => stop.abort(tooLong(spec.timeoutMs)), spec.timeoutMs)
    const attempt = await nextAttempt(spec.id)
    const output = createBuildOutput({
      ...{ id: spec.id, generation: spec.generation, bytes: OUTPUT_BYTES, clock: tools.clock },
      firstSeq: attempt * SEQ_OF_ATTEMPT,
      mask: createMask(Object.values(spec.secrets)),
      async send(piece) {
        const { stop: isOver } = await desk.call('build.output', piece)
        if (isOver) stop.abort(canceled())
      },
      signal: over.signal,
    })
    let findings: Findings = { warnings: [] }
    void report(reportOf(spec, { state: 'running' }))
    if (attempt > 0) output.note(0, 'the agent of the node was restarted: the build begins anew')
    try {
      const built = await runBuild({
        ...{ spec, desk, tools, cache, caches, output, kept, signal: stop.signal },
        dir: join(dir, 'runs', spec.id),
        onPlan(found) {
          findings = found
          void report(reportOf(spec, { state: 'running', ...found }))
        },
      })
      await output.end()
      return reportOf(spec, { state: 'succeeded', ...findings, ...built, outputLost: output.lost })
    } catch (error) {
      const failure = asFailure(error)
      if (failure.kind === 'platform')
        log.warn({ err: error, build: spec.id }, 'a build failed, and not by itself')
      output.note(0, `ERROR ${failure.message}`)
      await output.end()
      const state = failure.kind === 'canceled' ? 'canceled' : 'failed'
      return reportOf(spec, { state, ...findings, failure, outputLost: output.lost })
    } finally {
      clearTimeout(timer)
      if (!over.signal.aborted) await rm(attemptFile(spec.id), { force: true })
    }
  }

  /** Until control has it: then it does not ask for the build any more. */
  async function report(what: BuildReport): Promise<void> {
    while (!over.signal.aborted) {
      try {
        await desk.call('build.report', what)
        return
      } catch (error) {
        if (error instanceof BerthError && error.kind === 'not_found') return
        await sleep(REPORT_AGAIN_MS)
      }
    }
  }

  async function endLeftContainers(): Promise<void> {
    for (const { id } of await tools.runtime.list()) {
      await tools.runtime.remove(id)
      await tools.network.detach(id)
    }
  }

  function attemptFile(id: string): string {
    return join(dir, 'runs', `${id}.attempt`)
  }

  async function nextAttempt(id: string): Promise<number> {
    const before = await readFile(attemptFile(id), 'utf8').catch(() => '') // none: it is the first
    const attempt = before === '' ? 0 : Number(before) + 1
    await writeFile(attemptFile(id), String(attempt), { mode: 0o600 })
    return attempt
  }
}

function reportOf(spec: BuildSpec, news: Partial<BuildReport> & Pick<BuildReport, 'state'>): BuildReport {
  const { id, generation } = spec
  return { id, generation, warnings: [], ran: 0, cached: 0, outputLost: 0, ...news }
}

function canceled(): BuildFailed {
  return new BuildFailed({ kind: 'canceled', message: 'the build was canceled' })
}

function tooLong(ms: number): BuildFailed {
  const message = `took longer than the ${Math.round(ms / 1000)} seconds that a build may take`
  return new BuildFailed({ kind: 'time', message })
}

function lost(): BuildFailed {
  return new BuildFailed({ kind: 'node', message: 'the agent of the node was stopped' })
}
