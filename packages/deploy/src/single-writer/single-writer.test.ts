import { describe, expect, test } from 'vitest'
import type { ContainerModel } from '../model.ts'
import { planApp } from '../plan-app.ts'
import { around, container, deployOf, fresh, NOW, release, snapshot } from '../test-models.ts'
import type { ReleaseVolume } from '../volumes/release-volume.ts'
import { writesOf } from './holders.ts'

const data: ReleaseVolume = {
  ...{ volume: 'vol_a', name: 'data', path: '/data', process: 'web', readOnly: false, shared: false },
}
const writes = ['vol_a']
const current = release(1, { volumes: [data] })
const next = release(2, { volumes: [data] })

const words = (containers: readonly ContainerModel[], sessions = new Map<string, number>()) =>
  planApp(
    snapshot({ current, deploy: deployOf(next), containers }),
    around({ sessions, inDoor: new Set(['r2.web.1']) }),
  ).map((step) => {
    if (step.kind === 'want') return `${step.desired} ${step.containerId}`
    return 'containerId' in step ? `${step.kind} ${step.containerId}` : step.kind
  })

test('what is only read, or shared, has many writers', () => {
  const others = [
    { ...data, readOnly: true },
    { ...data, shared: true },
    { ...data, process: 'worker' },
  ]
  expect(writesOf([data], 'web')).toEqual(['vol_a'])
  expect(writesOf(others, 'web')).toEqual([])
})

describe('a rollout of a process that writes a volume alone', () => {
  const serving = container('r1.web.1', { writes })

  test('first shows visitors of the old instance out', () => {
    expect(words([serving])).toEqual(['drain r1.web.1', 'progress'])
  })

  test('waits for them, and then stops it', () => {
    const draining = container('r1.web.1', { writes, routed: false, drainingAt: NOW })
    expect(words([draining], new Map([['r1.web.1', 1]]))).toEqual(['progress'])
    expect(words([draining], new Map([['r1.web.1', 0]]))).toEqual([
      ...['unroute r1.web.1', 'stopped r1.web.1', 'progress'],
    ])
  })

  test('starts the new one when the node says that the old one has ended, and not before', () => {
    const told = container('r1.web.1', { writes, routed: false, desired: 'stopped', generation: 2 })
    expect(words([told])).toEqual(['progress'])
    const ended = { ...told, observed: 'stopped' as const, observedGeneration: 2 }
    expect(words([ended])).toEqual(['progress', 'place'])
  })

  test('goes on beside a worker that writes nothing', () => {
    const worker = fresh('r2.worker.1')
    const processes = { web: { replicas: 1 }, worker: { replicas: 1 } }
    const steps = planApp(
      snapshot({ current, deploy: deployOf({ ...next, processes }), containers: [serving, worker] }),
      around(),
    )
    expect(steps.map(({ kind }) => kind)).toEqual(['drain', 'progress'])
  })
})

describe('after one that failed', () => {
  const old = container('r1.web.1', {
    ...{ writes, desired: 'stopped', observed: 'stopped', routed: false },
  })
  const failed = { releaseId: 'rel_2' }
  const plan = (fresh: ContainerModel) =>
    planApp(snapshot({ current, failed, containers: [old, fresh] }), around())

  test('the old instance waits until the new one has ended', () => {
    const ending = container('r2.web.1', { writes, routed: false, desired: 'stopped', generation: 2 })
    expect(plan(ending)).toEqual([])
  })

  test('and goes on then', () => {
    const ended = container('r2.web.1', {
      ...{ writes, routed: false, desired: 'stopped', observed: 'stopped' },
    })
    expect(plan(ended)).toEqual([
      { kind: 'want', containerId: 'r1.web.1', desired: 'running', by: 'me@example.com' },
    ])
  })
})
