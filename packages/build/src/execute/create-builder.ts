import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, createTurns } from '@berth/core'
import type { BuildReport, BuildSpec } from '@berth/protocol'
import { isFolderKey } from './build-folders.ts'
import type { Builder } from './builder.ts'
import type { BuilderOptions } from './builder-options.ts'
import { openCacheMounts } from './cache/cache-mounts.ts'
import { openStepCache } from './cache/step-cache.ts'
import { createControlLink } from './control-link.ts'
import { canceled, stopped } from './ending.ts'
import { performBuild, type Stores, tidy, type Work } from './perform-build.ts'
import { createKnownImages } from './plan/known-images.ts'
import { reportOf } from './report-of.ts'
import { sweepGitScratch } from './steps/git-scratch.ts'
import { untilTold } from './until-told.ts'

/** of each folder of `--mount=type=cache` */
const CACHE_MOUNT_BYTES = 2 * 1024 ** 3

/** Builds what control asks for: one of a tenant at a time, `slots` in all, in the order in which they came. */
export function createBuilder(tools: BuilderOptions): Builder {
  const { dir, folders, log } = tools
  const works = new Map<string, Work & { readonly done: Promise<void> }>()
  const turns = createTurns({ all: tools.slots })
  const over = new AbortController()
  let stores: Stores | undefined
  const desk = createControlLink()

  return {
    async open() {
      await endLeftContainers()
      await sweepGitScratch(dir)
      for (const left of [tools.empty, join(dir, 'runs')]) await rm(left, { recursive: true, force: true })
      for (const needed of [tools.empty, join(dir, 'runs')]) await mkdir(needed, { recursive: true })
      const cache = await openStepCache({ ...tools, dir: join(dir, 'cache'), bytes: tools.cacheBytes })
      const caches = await openCacheMounts({ ...tools, bytes: CACHE_MOUNT_BYTES })
      stores = { cache, caches, images: createKnownImages() }
      const keep = new Set([...cache.folders(), ...caches.folders()])
      const left = (await folders.list()).filter((key) => isFolderKey(key) && !keep.has(key))
      for (const key of left) await folders.remove(key)
    },
    async connected(next, signal) {
      desk.use(next, signal)
      await look()
    },
    look,
    kept() {
      const own = [...works.values()].map(({ kept }) => kept)
      return {
        images: new Set(own.flatMap(({ images }) => [...images])),
        folders: new Set([
          ...own.flatMap((each) => [...each.folders]),
          ...(stores?.cache.folders() ?? []),
          ...(stores?.caches.folders() ?? []),
        ]),
      }
    },
    async close() {
      over.abort()
      for (const { stop } of works.values()) stop.abort(stopped())
      await Promise.all([...works.values()].map(({ done }) => done))
    },
  }

  async function look(): Promise<void> {
    if (!desk.isThere() || over.signal.aborted) return // the next connection asks
    const { builds } = await desk.call('build.specs', {})
    const wanted = new Map(builds.map((spec) => [spec.id, spec]))
    for (const [id, work] of works) follow(work, wanted.get(id))
    for (const spec of builds.filter(({ id }) => !works.has(id))) {
      if (spec.desired === 'canceled') void report(reportOf(spec, { state: 'canceled' }))
      else take(spec)
    }
  }

  /** What is wanted of a build that is known may have changed. */
  function follow(work: Work, spec: BuildSpec | undefined): void {
    if (spec) work.spec = spec
    if (!spec || spec.desired === 'canceled') work.stop.abort(canceled())
  }

  function take(spec: BuildSpec): void {
    const kept = { folders: new Set<string>(), images: new Set<string>() }
    const work: Work = { spec, stop: new AbortController(), kept, tidy: [] }
    const done = buildAndTidy(work)
      .catch((error: unknown) =>
        log.warn({ err: error, build: spec.id }, 'a build was not brought to its end'),
      )
      .finally(() => works.delete(spec.id))
    works.set(spec.id, Object.assign(work, { done }))
  }

  /** The next one of its tenant does not wait for what is tidied. */
  async function buildAndTidy(work: Work): Promise<void> {
    try {
      await turns.run(work.spec.tenant.id, () => build(work))
    } finally {
      await tidy(work)
    }
  }

  async function build(work: Work): Promise<void> {
    if (!stores) throw new BerthError('internal.unexpected', 'the builder was not opened')
    const ended = await performBuild({ work, stores, desk, tools, over: over.signal, report })
    if (over.signal.aborted) return // nobody is told: who comes after begins it anew
    await report(ended)
  }

  /** Until control has it: then it does not ask for the build any more. */
  async function report(what: BuildReport): Promise<void> {
    await untilTold(() => desk.call('build.report', what), over.signal)
  }

  async function endLeftContainers(): Promise<void> {
    for (const { id } of await tools.runtime.list()) {
      await tools.runtime.remove(id)
      await tools.network.detach(id)
    }
    await tools.runtime.groups.closeAll()
  }
}
