import { DEFAULT_LIMITS } from '@berth/core'
import { USUAL_DRAIN_MS } from './drain-time.ts'
import type { ContainerModel, NodeModel, ReleaseModel } from './model.ts'
import type { ActiveDeploy, AppSnapshot, Surroundings } from './snapshot.ts'

/** Models for the tables of unit tests: everything well, unless said otherwise. */
export const NOW = new Date('2026-01-01T12:00:00Z')

export function ago(seconds: number): Date {
  return new Date(NOW.getTime() - seconds * 1_000)
}

export function release(number: number, change: Partial<ReleaseModel> = {}): ReleaseModel {
  return {
    id: `rel_${number}`,
    number,
    image: `team/hello:${number}`,
    processes: { web: { replicas: 1 } },
    port: 8080,
    limits: DEFAULT_LIMITS,
    health: { kind: 'tcp', port: 8080, timeoutMs: 30_000 },
    restart: { policy: 'always' },
    volumes: [],
    kin: `kin_${number}`,
    releaseCommand: [],
    drainMs: USUAL_DRAIN_MS,
    by: 'me@example.com',
    ...change,
  }
}

/** A healthy, routed container of a release: `r1.web.1` is number 1 of release 1. */
export function container(name: string, change: Partial<ContainerModel> = {}): ContainerModel {
  const [number = '', process = '', instance = ''] = name.slice(1).split('.')
  return {
    id: name,
    releaseId: `rel_${number}`,
    nodeId: 'nod_a',
    process,
    instance: Number(instance),
    generation: 1,
    desired: 'running',
    restartNonce: 0,
    observed: 'running',
    observedGeneration: 1,
    healthy: true,
    givenUp: false,
    routed: true,
    drainingAt: null,
    address: '10.0.0.2',
    end: null,
    pull: null,
    lastLines: [],
    kin: `kin_${number}`,
    limits: DEFAULT_LIMITS,
    drainMs: USUAL_DRAIN_MS,
    writes: [],
    limitsRefused: null,
    restarts: 0,
    startedAt: ago(60),
    nextStartAt: null,
    ...change,
  }
}

/** Placed, and nothing heard of it yet. */
export function fresh(name: string, change: Partial<ContainerModel> = {}): ContainerModel {
  return container(name, {
    observed: 'pending',
    observedGeneration: 0,
    healthy: false,
    routed: false,
    address: null,
    startedAt: null,
    ...change,
  })
}

export function node(id: string, change: Partial<NodeModel> = {}): NodeModel {
  return {
    id,
    name: id.slice(4),
    state: 'ready',
    cpu: 2,
    memory: 4 * 1024 ** 3,
    used: { cpu: 0, memory: 0 },
    ...change,
  }
}

export function snapshot(change: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    app: {
      id: 'app_x',
      name: 'hello',
      desired: 'running',
      restartNonce: 0,
      deleted: false,
      asleep: false,
      desiredBy: 'me@example.com',
    },
    current: null,
    deploy: null,
    draining: null,
    failed: null,
    canceled: null,
    containers: [],
    homes: [],
    ...change,
  }
}

export function deployOf(of: ReleaseModel, startedAgo = 5): ActiveDeploy {
  return { id: 'dep_x', createdAt: ago(startedAgo), by: 'me@example.com', release: of, releaseJob: null }
}

export function around(change: Partial<Surroundings> = {}): Surroundings {
  return { now: NOW, nodes: [node('nod_a')], inDoor: new Set(), sessions: new Map(), ...change }
}
