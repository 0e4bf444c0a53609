import { DEFAULT_LIMITS } from '@berth/core/limits.ts'
import type { ReleaseView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { releaseChanges } from './release-changes.ts'
import { releaseFacts } from './release-facts.ts'

const usual = { port: null, health: { kind: 'none' }, limits: null } as const

const RELEASE: ReleaseView = {
  ...{ id: 'rel_1', number: 1, image: 'hello:1', digest: `sha256:${'a'.repeat(64)}`, port: 8080 },
  ...{
    limits: DEFAULT_LIMITS,
    envNames: ['B', 'A'],
    sharedEnvNames: ['C'],
    sharedSecretNames: [],
    secrets: [],
    replicas: 1,
    by: 'ada',
    createdAt: new Date(0),
  },
  ...{
    current: true,
    rollbackOf: null,
    givenUp: false,
    build: null,
    commit: null,
    state: 'live',
    reason: null,
    worked: true,
  },
  processes: { web: { command: null, replicas: 1, ...usual } },
  health: { kind: 'tcp', port: 8080, timeoutMs: 30_000 },
  restart: { policy: 'always' },
  options: {},
  ...{ volumes: [], releaseCommand: null, cron: [] },
}

test('what nobody said is null, so that each language has its own word for it', () => {
  expect(releaseFacts(RELEASE)).toMatchObject({
    ...{ command: null, readOnly: null, tmpfs: null, ulimits: null, stop: null },
    ...{ health: 'TCP 8080', replicas: '1', memory: '512 MiB', env: 'A · B', restart: 'always' },
  })
})

test('what was said is written as one would type it', () => {
  const said: ReleaseView = {
    ...RELEASE,
    processes: {
      web: { command: ['sh', '-c', 'a b'], replicas: 2, ...usual },
      worker: { command: null, replicas: 1, ...usual },
    },
    health: { kind: 'http', port: 8080, path: '/healthz', timeoutMs: 1 },
    restart: { policy: 'on-failure', max: 3 },
    options: {
      ...{ readOnly: true, tmpfs: [{ path: '/tmp', bytes: 65_536 }], ulimits: { nofile: 64 } },
      ...{
        stopSignal: 'SIGINT',
        stopTimeoutMs: 30_000,
        drainMs: 0,
        healthIntervalMs: 30_000,
        healthRetries: 5,
      },
    },
  }
  expect(releaseFacts(said)).toMatchObject({
    ...{ command: "web: sh -c 'a b'", replicas: 'web: 2 · worker: 1', health: 'GET /healthz', readOnly: '✓' },
    ...{
      restart: 'on-failure (3)',
      healthTimes: 'interval 30 s · retries 5',
      tmpfs: '/tmp 64 KiB',
      ulimits: 'nofile=64',
      stop: 'SIGINT · 30 s · drain 0 s',
    },
  })
})

test('two releases differ in what one of them has otherwise', () => {
  const next: ReleaseView = { ...RELEASE, number: 2, port: 80, options: { readOnly: true } }
  expect(releaseChanges(RELEASE, next)).toEqual([
    { what: 'port', from: '8080', to: '80' },
    { what: 'readOnly', from: null, to: '✓' },
  ])
})
