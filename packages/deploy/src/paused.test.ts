import { expect, test } from 'vitest'
import { planApp } from './plan-app.ts'
import { around, container, release, snapshot } from './test-models.ts'

const current = release(1)
const app = { ...snapshot().app, desired: 'paused' } as const

test('what serves is taken from the door and paused, once', () => {
  const running = snapshot({ app, current, containers: [container('r1.web.1')] })
  expect(planApp(running, around())).toEqual([
    { kind: 'unroute', containerId: 'r1.web.1' },
    { kind: 'want', containerId: 'r1.web.1', desired: 'paused', by: 'me@example.com' },
  ])
  const paused = container('r1.web.1', { desired: 'paused', observed: 'paused', routed: false })
  expect(planApp(snapshot({ app, current, containers: [paused] }), around())).toEqual([])
})

test('an app that goes on wakes its instances, and one that is stopped ends them', () => {
  const paused = container('r1.web.1', { desired: 'paused', observed: 'paused', routed: false })
  const wanted = (desired: 'running' | 'stopped') =>
    planApp(snapshot({ app: { ...app, desired }, current, containers: [paused] }), around())
  for (const desired of ['running', 'stopped'] as const) {
    expect(wanted(desired)).toEqual([
      { kind: 'want', containerId: 'r1.web.1', desired, by: 'me@example.com' },
    ])
  }
})

test('old instances that drain go on their way', () => {
  const old = container('r0.web.1', { drainingAt: new Date(0), routed: false })
  expect(planApp(snapshot({ app, current, containers: [old] }), around())).toContainEqual({
    kind: 'want',
    containerId: 'r0.web.1',
    desired: 'removed',
    by: 'me@example.com',
    why: { kind: 'replaced', release: 1 },
  })
})
