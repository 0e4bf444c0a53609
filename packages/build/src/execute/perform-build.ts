import { join } from 'node:path'
import type { BuildReport, BuildSpec } from '@berth/protocol'
import { againAfterLoss } from './again-after-loss.ts'
import { asFailure } from './as-failure.ts'
import type { BuilderOptions } from './builder-options.ts'
import type { CacheMounts } from './cache/cache-mounts.ts'
import type { StepCache } from './cache/step-cache.ts'
import type { ControlLink } from './control-link.ts'
import { canceled, tookTooLong } from './ending.ts'
import { createBuildOutput } from './output/build-output.ts'
import { createMask } from './output/mask.ts'
import type { KnownImages } from './plan/known-images.ts'
import { reportOf } from './report-of.ts'
import { type Findings, type Kept, runBuild } from './run-build.ts'

const OUTPUT_BYTES = 8 * 1024 * 1024

export type Stores = {
  readonly cache: StepCache
  readonly caches: CacheMounts
  readonly images: KnownImages
}

/** A build that was taken: `spec` is the newest that control told, `tidy` what is left to do after its end. */
export type Work = {
  spec: BuildSpec
  readonly stop: AbortController
  readonly kept: Kept
  readonly tidy: (() => Promise<void>)[]
}

/** Runs a build and returns what is to be said of its end; it does not throw for anything that the build did. */
export async function performBuild(options: {
  readonly work: Work
  readonly stores: Stores
  readonly desk: ControlLink
  readonly tools: BuilderOptions
  /** the agent stops */
  readonly over: AbortSignal
  readonly report: (what: BuildReport) => Promise<void>
}): Promise<BuildReport> {
  const { work, stores, desk, tools, over, report } = options
  const { spec, stop, kept } = work
  const timer = setTimeout(() => stop.abort(tookTooLong(spec.timeoutMs)), spec.timeoutMs)
  const output = createBuildOutput({
    ...{ id: spec.id, firstSeq: spec.outputSeq, bytes: OUTPUT_BYTES, clock: tools.clock, signal: over },
    generation: () => work.spec.generation,
    mask: createMask(Object.values(spec.secrets)),
    async send(piece) {
      const answer = await desk.call('build.output', piece)
      if (answer.stop) stop.abort(canceled())
    },
  })
  let findings: Findings = { warnings: [] }
  void report(reportOf(work.spec, { state: 'running' }))
  if (spec.outputSeq > 0) output.note(0, 'the build begins anew: its node or agent was lost')
  try {
    const again = { desk, signal: stop.signal, output, tidy: () => tidy(work) }
    const built = await againAfterLoss(again, () =>
      runBuild({
        ...{ ...stores, spec, desk, tools, output, kept, signal: stop.signal },
        dir: join(tools.dir, 'runs', spec.id),
        onEnd: (task) => work.tidy.push(task),
        onPlan(found) {
          findings = found
          void report(reportOf(work.spec, { state: 'running', ...found }))
        },
      }),
    )
    await output.end()
    return reportOf(work.spec, { state: 'succeeded', ...findings, ...built, outputLost: output.lost })
  } catch (error) {
    const failure = asFailure(error)
    if (failure.kind === 'platform')
      tools.log.warn({ err: error, build: spec.id }, 'a build failed, and not by itself')
    output.note(0, `ERROR ${failure.message}`)
    await output.end()
    const state = failure.kind === 'canceled' ? 'canceled' : 'failed'
    return reportOf(work.spec, { state, ...findings, failure, outputLost: output.lost })
  } finally {
    clearTimeout(timer)
  }
}

/** One after the other, the last first: each may need what was made before it. */
export async function tidy({ tidy: tasks }: Work): Promise<void> {
  for (const task of tasks.splice(0).toReversed()) await task()
}
