import { expect, test } from 'vitest'
import type { LiveApp } from './live-app.ts'
import { planChanges } from './plan-changes.ts'
import { manifestWish } from '../manifest-wish.ts'

const LIVE: LiveApp = {
  port: 8080,
  health: { kind: 'tcp', port: 8080, timeoutMs: 30_000 },
  limits: { cpu: 0.5, memory: 512 * 1024 ** 2, pids: 512, disk: 2 * 1024 ** 3 },
  processes: {
    web: { command: null, replicas: 2, port: 8080, health: { kind: 'none' }, limits: null },
    clock: { command: ['tick'], replicas: 1, port: null, health: { kind: 'none' }, limits: null },
  },
  volumes: [{ name: 'data', path: '/data', readOnly: false, process: 'web' }],
  releaseCommand: null,
  cron: [],
  drainMs: null,
  env: { MODE: 'live', TOKEN: null },
}

const plan = (manifest: Parameters<typeof manifestWish>[0], live: LiveApp | null = LIVE, defaults = {}) =>
  planChanges({ wish: manifestWish(manifest), defaults }, live)

test('what is as the file says is no change', () => {
  const processes = { web: { instances: 2, port: 8080, limits: { cpu: 0.5 } }, clock: ['tick'] }
  expect(plan({ processes, environment: { MODE: 'live' } })).toEqual([])
  expect(plan({})).toEqual([])
})

test('what the file sets, adds and no longer names is told', () => {
  expect(
    plan({
      processes: {
        web: { command: 'node a.js', health: '/up', limits: { memory: 1024 ** 3 } },
        worker: 'work',
      },
      environment: { MODE: 'test', NEW: '1' },
    }),
  ).toEqual([
    { name: 'health', from: 'port', to: '/up' },
    { name: 'processes.web.command', from: "the image's own", to: 'node a.js' },
    { name: 'processes.web.memory', from: '512 MiB', to: '1 GiB' },
    { name: 'processes.worker.command', from: null, to: 'work' },
    { name: 'processes.worker.instances', from: null, to: '1' },
    { name: 'processes.clock', from: '["tick"]', to: null },
    { name: 'environment.MODE', from: 'live', to: 'test' },
    { name: 'environment.NEW', from: null, to: '1' },
  ])
})

test('how long an instance may finish is compared where the file says it', () => {
  expect(plan({ drain: 60_000 })).toEqual([{ name: 'drain', from: null, to: '60s' }])
  expect(plan({ drain: 0 }, { ...LIVE, drainMs: 60_000 })).toEqual([{ name: 'drain', from: '60s', to: '0s' }])
  expect(plan({ drain: 60_000 }, { ...LIVE, drainMs: 60_000 })).toEqual([])
  expect(plan({}, { ...LIVE, drainMs: 60_000 })).toEqual([])
})

test('what was set by hand is not shown to who may not read it, and defaults leave it alone', () => {
  expect(plan({ environment: { TOKEN: 'x' } }, LIVE, { MODE: 'default', LEVEL: 'info' })).toEqual([
    { name: 'environment.LEVEL', from: null, to: 'info' },
    { name: 'environment.TOKEN', from: '(hidden)', to: 'x' },
  ])
})

test('an app that is not there yet gets everything', () => {
  expect(plan({ processes: { web: { port: 80 } } }, null)).toEqual([
    { name: 'port', from: null, to: '80' },
    { name: 'processes.web.instances', from: null, to: '1' },
  ])
})

test('the release command, volumes and what runs by the clock are told', () => {
  const cron = { nightly: { schedule: '@daily', command: 'tidy up' } }
  const volumes = { data: '/data', logs: { path: '/logs', process: 'worker', readOnly: true } }
  expect(plan({ release: 'migrate', volumes, cron })).toEqual([
    { name: 'release', from: 'none', to: 'migrate' },
    { name: 'volumes.logs', from: null, to: '/logs of worker, read-only' },
    { name: 'cron.nightly', from: null, to: '@daily UTC: tidy up (forbid, 60 min)' },
  ])
  const [entry] = manifestWish({ cron }).cron ?? []
  const live = { ...LIVE, releaseCommand: ['migrate'], cron: entry ? [entry] : [] }
  expect(plan({ release: null, cron: {} }, live)).toEqual([
    { name: 'release', from: '["migrate"]', to: 'none' },
    { name: 'cron.nightly', from: '@daily UTC: tidy up (forbid, 60 min)', to: null },
  ])
  expect(plan({ cron }, live)).toEqual([])
})
