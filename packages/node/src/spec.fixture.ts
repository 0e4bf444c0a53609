import type { ContainerSpec } from '@berth/protocol'
import type { ContainerRecord } from '@berth/runtime'

/** A web container that is wanted, with whatever a test changes. */
export function specOf(changes: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    id: 'con_aaaaaaaaaaaaaaaa',
    generation: 1,
    desired: 'running',
    tenant: { id: 'ten_aaaaaaaaaaaaaaaa', name: 'acme' },
    project: { id: 'prj_aaaaaaaaaaaaaaaa', name: 'default' },
    app: { id: 'app_aaaaaaaaaaaaaaaa', name: 'shop' },
    process: 'web',
    instance: 1,
    release: 3,
    image: { repository: 'acme/shop', digest: `sha256:${'a'.repeat(64)}` },
    env: {},
    port: 8080,
    limits: { cpu: 0.5, memory: 64 << 20, pids: 64, disk: 1 << 30 },
    restart: { policy: 'always' },
    restartNonce: 0,
    health: { kind: 'tcp', port: 8080, timeoutMs: 1000 },
    stop: { timeoutMs: 1000 },
    ...changes,
  }
}

export const T0 = new Date('2026-01-01T00:00:00.000Z')

export function seconds(after: number): Date {
  return new Date(T0.getTime() + after * 1000)
}

export function runningRun(): ContainerRecord {
  const ended = { endedAt: null, end: null }
  return {
    id: specOf().id,
    state: 'running',
    paused: false,
    limits: specOf().limits,
    pid: 9,
    startedAt: T0,
    ...ended,
  }
}

export function endedRun(end: ContainerRecord['end'], at: Date): ContainerRecord {
  return { ...runningRun(), state: 'ended', pid: null, endedAt: at, end }
}
