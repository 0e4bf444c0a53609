import { BerthError, type Clock } from '@berth/core'
import type { Network } from '@berth/network'
import type { ContainerSpec } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import type { LocalState } from '../plan-converge.ts'
import type { OpenStream } from '../sessions.ts'
import { awaitHealthy } from './await-healthy.ts'
import { createHealthWatch } from './health-watch.ts'
import { adviseListening, listeners } from './listening.ts'
import { type Checked, createProbe, type Probe, type Verdict } from './probe.ts'
import { createRunInside } from './run-inside.ts'

/** Knows how the node's containers are: at their start, and for as long as they run. */
export type HealthKeeper = {
  /** Waits until the container is well, or says why it is not after all of its time. AbortError by `signal`. */
  await(spec: ContainerSpec, signal: AbortSignal): Promise<Verdict>
  /** What was well once is looked at from then on; anything else is not. Idempotent. */
  watchOver(local: LocalState): Promise<void>
  close(): void
}

/** a container is given up when so many looks in a row fail, each of which may take so long */
const FAILURES = 3
const PROBE_MS = 5000

export function createHealthKeeper(options: {
  runtime: Runtime
  network: Network
  openStream: OpenStream
  clock: Clock
  /** between two looks */
  intervalMs: number
  onUnhealthy: (id: string, why: string) => void
  onError: (error: unknown) => void
}): HealthKeeper {
  const { runtime, network, clock, intervalMs, onUnhealthy, onError } = options
  const times = { intervalMs, probeMs: PROBE_MS, failures: FAILURES }
  const watch = createHealthWatch({ times, onUnhealthy, onError })

  return {
    async await({ id, health }, signal) {
      if (health.kind === 'none') return undefined
      const probe = await probeOf(id, health)
      const verdict = await awaitHealthy(probe, { timeoutMs: health.timeoutMs, signal, clock })
      return verdict && `${verdict}${await advice(id, health)}`
    },
    async watchOver({ memory, run }) {
      const { id, health } = memory.spec
      if (run?.state !== 'running' || !memory.healthy || health.kind === 'none') return watch.forget(id)
      watch.follow(id, run.startedAt.toISOString(), await probeOf(id, health))
    },
    close: () => watch.close(),
  }

  async function probeOf(id: string, health: Checked): Promise<Probe> {
    const attachment = await network.get(id)
    if (!attachment) throw new BerthError('network.failed', `container ${id} runs without a network`)
    const runInside = createRunInside(options, { containerId: id, env: {} })
    return createProbe(health, { address: attachment.address, runInside })
  }

  /** Where it listens instead, for a check of a port. */
  async function advice(id: string, health: Checked): Promise<string> {
    if (health.kind === 'command') return ''
    const pid = (await runtime.get(id))?.pid
    const found = pid ? await listeners(pid) : []
    const isOpen = found.some(({ port, local }) => port === health.port && !local)
    return isOpen ? '' : `: ${adviseListening(health.port, found)}`
  }
}
