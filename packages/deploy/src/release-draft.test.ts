import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '@berth/core'
import {
  draftDeploy,
  draftEnv,
  draftLimits,
  draftRun,
  draftScale,
  type ReleaseDraft,
} from './release-draft.ts'

const image = (ports: readonly number[] = []) => ({
  asked: 'hello:1',
  repository: 'team/hello',
  digest: `sha256:${'a'.repeat(64)}`,
  ports,
})
const first = (change: object = {}): ReleaseDraft =>
  draftDeploy(null, { image: image(), env: {}, secrets: {}, limits: {}, ...change })

test('the same image was made by the same build, and another one by none that is known', () => {
  const build = { id: 'bld_1', commit: 'abc' }
  const base = first({ build })
  const asked = { image: image(), env: {}, secrets: {}, limits: {} }
  expect(draftDeploy(base, asked).build).toEqual(build)
  const other = { ...image(), digest: `sha256:${'b'.repeat(64)}` }
  expect(draftDeploy(base, { ...asked, image: other }).build).toBeNull()
})

test('a first release has the defaults', () => {
  expect(first()).toMatchObject({
    processes: { web: { replicas: 1 } },
    port: null,
    health: { kind: 'none' },
    limits: DEFAULT_LIMITS,
    restart: { policy: 'always' },
  })
})

test('the port is the one that is given, the one before, or the only one that the image exposes', () => {
  const exposed = first({ image: image([8080]) })
  expect(exposed).toMatchObject({ port: 8080, health: { kind: 'tcp', port: 8080 } })
  expect(first({ image: image([8080]), port: 9090 }).port).toBe(9090)
  const again = draftDeploy(first({ port: 9090 }), { image: image([8080]), env: {}, secrets: {}, limits: {} })
  expect(again.port).toBe(9090)
  expect(() => first({ image: image([80, 443]) })).toThrow(
    'exposes the ports 80, 443: say which one with --port',
  )
})

test('options stay from release to release, and each is replaced by itself', () => {
  const base = first({ options: { readOnly: true, stopTimeoutMs: 5000, drainMs: 60_000 } })
  const again = draftDeploy(base, {
    image: image(),
    env: {},
    secrets: {},
    limits: {},
    options: { stopTimeoutMs: 1000 },
  })
  expect(draftEnv(again, { A: '1' }, []).options).toEqual({
    ...{ readOnly: true, stopTimeoutMs: 1000, drainMs: 60_000 },
  })
})

test('a restart policy and times of a check stay until the settings leave them out', () => {
  const times = {
    healthIntervalMs: 30_000,
    healthTimeoutMs: 2000,
    healthRetries: 5,
    healthStartPeriodMs: 60_000,
  }
  const base = first({ port: 80, restart: { policy: 'no' }, options: times })
  const health = { timeoutMs: 60_000, intervalMs: 30_000, probeMs: 2000, retries: 5 }
  expect(base.health).toEqual({ kind: 'tcp', port: 80, ...health })
  const again = draftDeploy(base, {
    ...{ image: image(), env: {}, secrets: {}, limits: {} },
    health: { kind: 'http', path: '/' },
    options: { healthRetries: 1 },
  })
  expect(again.restart).toEqual({ policy: 'no' })
  expect(again.health).toEqual({ kind: 'http', port: 80, path: '/', ...health, retries: 1 })
  expect(draftLimits(again, { port: 81 }).health).toMatchObject({ port: 81, retries: 1 })
  expect(draftRun(again, { health: { kind: 'port' }, options: {} })).toMatchObject({
    restart: { policy: 'always' },
    health: { kind: 'tcp', port: 80, timeoutMs: 30_000 },
  })
})

test('what is not given stays', () => {
  const base = first({
    port: 80,
    env: { A: '1', B: '2' },
    limits: { cpu: 1 },
    replicas: 3,
    command: ['serve'],
  })
  const next = draftDeploy(base, {
    image: image(),
    env: { B: '3' },
    secrets: {},
    limits: { memory: 1024 ** 3 },
  })
  expect(next).toMatchObject({
    port: 80,
    env: { A: '1', B: '3' },
    limits: { cpu: 1, memory: 1024 ** 3 },
    processes: { web: { replicas: 3, command: ['serve'] } },
  })
})

test('how it runs is replaced as a whole, so that an option can be taken away', () => {
  const base = first({ port: 80, command: ['serve'], replicas: 2, options: { readOnly: true } })
  const next = draftRun(base, { health: { kind: 'http', path: '/up' }, options: { stopSignal: 'SIGINT' } })
  expect(next.processes).toEqual({ web: { replicas: 2 } })
  expect(next.options).toEqual({ stopSignal: 'SIGINT' })
  expect(next.health).toMatchObject({ kind: 'http', port: 80, path: '/up' })
})

test('environment is set and unset', () => {
  expect(draftEnv(first({ env: { A: '1', B: '2' } }), { C: '3' }, ['A']).env).toEqual({ B: '2', C: '3' })
})

test('what is not set cannot be unset', () => {
  const base = first({ env: { B: '2', A: '1' } })
  expect(() => draftEnv(base, {}, ['A', 'NOPE'])).toThrow('NOPE is not set in this app: it has A, B')
  expect(() => draftEnv(first({}), {}, ['X', 'Y'])).toThrow('X, Y are not set in this app: it has none')
})

test('a new port moves the health check', () => {
  expect(draftLimits(first({ port: 80 }), { port: 81, cpu: 2 })).toMatchObject({
    port: 81,
    health: { kind: 'tcp', port: 81 },
    limits: { cpu: 2 },
  })
})

test('a health check by path or command stays, and moves with the port', () => {
  const byPath = first({ port: 80, health: { kind: 'http', path: '/healthz' } })
  expect(byPath.health).toMatchObject({ kind: 'http', port: 80, path: '/healthz' })
  expect(draftLimits(byPath, { port: 81 }).health).toMatchObject({ kind: 'http', port: 81, path: '/healthz' })
  const byCommand = first({ health: { kind: 'command', argv: ['check'] } })
  const next = draftDeploy(byCommand, { image: image(), env: {}, secrets: {}, limits: {} })
  expect(next.health).toMatchObject({ kind: 'command', argv: ['check'] })
  expect(
    draftDeploy(next, { image: image(), env: {}, secrets: {}, limits: {}, health: { kind: 'none' } }).health,
  ).toEqual({
    kind: 'none',
  })
})

test('no check stays none, and a path without a port is refused', () => {
  expect(draftLimits(first({ port: 80, health: { kind: 'none' } }), { cpu: 1 }).health).toEqual({
    kind: 'none',
  })
  expect(() => first({ health: { kind: 'http', path: '/' } })).toThrow('needs a port')
})

test('scaling knows the processes of the release', () => {
  expect(draftScale(first(), { web: 4 }).processes).toEqual({ web: { replicas: 4 } })
  expect(() => draftScale(first(), { worker: 1 })).toThrow(
    'there is no process "worker" in this app, it has: web',
  )
  expect(() => draftScale(first(), { constructor: 1 })).toThrow('there is no process "constructor"')
})

test('a secret is not hidden behind a variable of its name', () => {
  const secrets = { KEY: { id: 'sct_a', version: 1, as: 'env' } } as const
  expect(() => first({ secrets, env: { KEY: '1' } })).toThrow('KEY is a secret of this app')
  expect(() => draftEnv(first({ secrets }), { KEY: '1' }, [])).toThrow('KEY is a secret of this app')
})
