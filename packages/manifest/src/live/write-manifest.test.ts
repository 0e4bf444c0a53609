import { expect, test } from 'vitest'
import { manifestWish } from '../manifest-wish.ts'
import { readManifest } from '../read/read-manifest.ts'
import type { LiveApp } from './live-app.ts'
import { planChanges } from './plan-changes.ts'
import { writeManifest } from './write-manifest.ts'

const usual = { port: null, health: { kind: 'none' }, limits: null } as const

const LIVE: LiveApp = {
  port: 8080,
  health: { kind: 'http', port: 8080, path: '/up', timeoutMs: 30_000 },
  limits: { cpu: 0.5, memory: 512 * 1024 ** 2, pids: 512, disk: 1_000_003_072 },
  processes: {
    web: { ...usual, command: null, replicas: 2 },
    worker: { ...usual, command: ['/bin/sh', '-c', 'exec work "$HARD"'], replicas: 0, limits: { cpu: 2 } },
    api: {
      ...{ command: ['a: b', ''], replicas: 1, port: 9000, limits: null },
      health: { kind: 'command', argv: ['test', '-e', '/up'], timeoutMs: 30_000 },
    },
  },
  volumes: [
    { name: 'data', path: '/data', readOnly: false, process: 'web' },
    { name: 'logs', path: '/logs', readOnly: true, process: 'worker' },
  ],
  releaseCommand: ['/bin/sh', '-c', 'a && b'],
  drainMs: 60_000,
  cron: [
    {
      ...{ name: 'tidy', schedule: '@daily', timezone: 'UTC', command: ['tidy'] },
      ...{ concurrency: 'forbid', deadlineMs: 90_000 },
    },
  ],
  env: { MODE: 'yes', TEXT: 'two\nlines: #', HIDDEN: null },
}

test('what is written of an app changes nothing when it is read', () => {
  const read = readManifest(writeManifest(LIVE))
  if (read.kind === 'wrong') throw new Error(JSON.stringify(read.problem))
  expect(planChanges({ wish: manifestWish(read.value), defaults: {} }, LIVE)).toEqual([])
  expect(read.value.environment).toEqual({ MODE: 'yes', TEXT: 'two\nlines: #' })
})

test('it reads as people would write it', () => {
  const bare = {
    ...LIVE,
    drainMs: null,
    processes: { worker: LIVE.processes['worker'] ?? { ...usual, command: null, replicas: 1 } },
  }
  expect(writeManifest({ ...bare, volumes: [], cron: [], releaseCommand: null, env: {} })).toBe(`processes:
  worker:
    command: work "$HARD"
    instances: 0
    limits:
      cpu: 2
      memory: 512M
      disk: 1000003072
      pids: 512
`)
})
