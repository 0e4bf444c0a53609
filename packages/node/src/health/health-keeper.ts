import { BerthError, type Clock, type EndReason } from '@berth/core'
import type { Network } from '@berth/network'
import type { ContainerSpec } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import type { LocalState } from '../plan-converge.ts'
import type { OpenStream } from '../sessions.ts'
import { awaitHealthy } from './await-healthy.ts'
import { createHealthWatch, type WatchTimes } from './health-watch.ts'
import { adviseListening, listeners, whereItListens } from './listening.ts'
import { type Checked, createProbe, type Probe } from './probe.ts'
import { createRunInside } from './run-inside.ts'

export type Unhealthy = Extract<EndReason, { kind: 'unhealthy' }>

/** Knows how the node's containers are: at their start, and for as long as they run. */
export type HealthKeeper = {
  /** Waits until the container is well, or says why it is not after all of its time. AbortError by `signal`. */
  await(spec: ContainerSpec, signal: AbortSignal): Promise<Unhealthy | undefined>
  /** What was well once is looked at from then on; anything else is not. Idempotent. */
  watchOver(local: LocalState): Promise<void>
  close(): void
}

/** unless the app says otherwise: so many looks in a row that fail end it, each of which may take so long */
const FAILURES = 3
const PROBE_MS = 5000

export function createHealthKeeper(options: {
  runtime: Runtime
  network: Network
  openStream: OpenStream
  clock: Clock
  /** between two looks */
  intervalMs: number
  onUnhealthy: (id: string, why: Unhealthy) => void
  onError: (error: unknown) => void
}): HealthKeeper {
  const { runtime, network, clock, intervalMs, onUnhealthy, onError } = options
  const watch = createHealthWatch({
    onUnhealthy: (id, message) => onUnhealthy(id, { kind: 'unhealthy', message }),
    onError,
  })

  return {
    async await({ id, health }, signal) {
      if (health.kind === 'none') return undefined
      const probe = await probeOf(id, health)
      const verdict = await awaitHealthy(probe, {
        ...{ timeoutMs: health.timeoutMs, probeMs: timesOf(health).probeMs },
        ...{ signal, clock },
      })
      return verdict === undefined ? undefined : explain(id, health, verdict)
    },
    async watchOver({ memory, run }) {
      const { id, health } = memory.spec
      const rests = run?.state !== 'running' || run.paused || memory.spec.desired === 'paused'
      if (rests || !memory.healthy || health.kind === 'none') return watch.forget(id)
      watch.follow(id, run.startedAt.toISOString(), await probeOf(id, health), timesOf(health))
    },
    close: () => watch.close(),
  }

  function timesOf({ probeMs = PROBE_MS, retries = FAILURES, ...health }: Checked): WatchTimes {
    return { intervalMs: health.intervalMs ?? intervalMs, probeMs, failures: retries }
  }

  async function probeOf(id: string, health: Checked): Promise<Probe> {
    const attachment = await network.get(id)
    if (!attachment) throw new BerthError('network.failed', `container ${id} runs without a network`)
    const runInside = createRunInside(options, { containerId: id, env: {} })
    return createProbe(health, { address: attachment.address, runInside })
  }

  /** For a check of a port that is not open: where it listens instead. */
  async function explain(id: string, health: Checked, verdict: string): Promise<Unhealthy> {
    const plain = { kind: 'unhealthy', message: verdict } as const
    if (health.kind === 'command') return plain
    const pid = (await runtime.get(id))?.pid
    const found = pid ? await listeners(pid) : []
    const { port, timeoutMs } = health
    if (found.some((listener) => listener.port === port && !listener.local)) return plain
    const check = { port, seconds: timeoutMs / 1000, ...whereItListens(port, found) }
    return { ...plain, message: `${verdict}: ${adviseListening(check)}`, check }
  }
}
