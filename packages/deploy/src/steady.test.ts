import { expect, test } from 'vitest'
import type { ContainerModel } from './model.ts'
import { planApp } from './plan-app.ts'
import { USUAL_DRAIN_MS } from './drain-time.ts'
import type { AppSnapshot, Surroundings } from './snapshot.ts'
import { ago, around, container, deployOf, fresh, node, NOW, release, snapshot } from './test-models.ts'

const current = release(1)
const two = release(1, { processes: { web: { replicas: 2 } } })

const plan = (
  containers: readonly ContainerModel[],
  change: Partial<AppSnapshot> = {},
  surroundings: Partial<Surroundings> = {},
) => planApp(snapshot({ current, containers, ...change }), around(surroundings))

test('an app that is as it should be needs nothing', () => {
  expect(plan([container('r1.web.1')])).toEqual([])
})

test('an app without a release that worked keeps no containers', () => {
  expect(plan([fresh('r1.web.1')], { current: null })).toEqual([
    { kind: 'want', containerId: 'r1.web.1', desired: 'removed', by: null },
  ])
})

test('a missing instance is placed', () => {
  expect(plan([container('r1.web.1')], { current: two })).toEqual([
    { kind: 'place', releaseId: 'rel_1', process: 'web', instance: 2, nodeId: 'nod_a' },
  ])
})

test('what crashed is taken from the door, and put back when it works again', () => {
  const crashed = container('r1.web.1', { observed: 'backoff', healthy: false })
  expect(plan([crashed])).toEqual([{ kind: 'unroute', containerId: 'r1.web.1' }])
  const givenUp = container('r1.web.1', { healthy: false, givenUp: true })
  expect(plan([givenUp])).toEqual([{ kind: 'unroute', containerId: 'r1.web.1' }])
  expect(plan([container('r1.web.1', { routed: false })])).toEqual([
    { kind: 'route', containerId: 'r1.web.1' },
  ])
})

test('a lost container waits for its node, and stays in the door, when there is no other', () => {
  expect(plan([container('r1.web.1', { observed: 'lost' })])).toEqual([])
})

test('a lost container is replaced on another node', () => {
  const nodes = [node('nod_a', { state: 'offline' }), node('nod_b')]
  expect(plan([container('r1.web.1', { observed: 'lost' })], {}, { nodes })).toEqual([
    { kind: 'unroute', containerId: 'r1.web.1' },
    { kind: 'want', containerId: 'r1.web.1', desired: 'removed', by: null },
    { kind: 'place', releaseId: 'rel_1', process: 'web', instance: 1, nodeId: 'nod_b' },
  ])
})

test('what a failed first release left stays for its log, also over a stop, until the next deploy or the end', () => {
  const failed = container('r1.web.1', { desired: 'stopped', observed: 'stopped', routed: false })
  const { app } = snapshot()
  expect(plan([failed], { current: null })).toEqual([])
  expect(plan([failed], { current: null, app: { ...app, desired: 'stopped' } })).toEqual([])
  const want = { kind: 'want', containerId: 'r1.web.1', desired: 'removed' }
  expect(plan([failed], { current: null, deploy: deployOf(release(2)) })).toContainEqual({
    ...want,
    by: 'me@example.com',
    why: { kind: 'replaced', release: 2 },
  })
  expect(plan([failed], { current: null, app: { ...app, desired: 'stopped', deleted: true } })).toEqual([
    { ...want, by: 'me@example.com' },
  ])
})

test('what a failed later release left stays beside what serves, also over a pause or a stop, until the next deploy', () => {
  const serving = container('r1.web.1')
  const left = container('r2.web.1', { desired: 'stopped', observed: 'stopped', routed: false })
  const failed = { releaseId: 'rel_2' }
  const { app } = snapshot()
  expect(plan([serving, left], { failed })).toEqual([])
  expect(plan([left], { failed, app: { ...app, desired: 'paused' } })).toEqual([])
  expect(plan([left], { failed, app: { ...app, desired: 'stopped' } })).toEqual([])
  expect(plan([serving, { ...left, desired: 'running' }], { failed })).toEqual([
    { kind: 'want', containerId: 'r2.web.1', desired: 'stopped', by: null, why: { kind: 'deploy-failed' } },
  ])
  expect(plan([serving, left])).toEqual([
    {
      kind: 'want',
      containerId: 'r2.web.1',
      desired: 'removed',
      by: 'me@example.com',
      why: { kind: 'replaced', release: 1 },
    },
  ])
})

test('an instance too many says who scaled down, and one of a scaling that failed says that', () => {
  const serving = container('r1.web.1')
  const second = container('r1.web.2', { routed: false })
  expect(plan([serving, second])).toMatchObject([{ by: 'me@example.com', why: { kind: 'scaled-down' } }])
  const tried = fresh('r2.web.2', { kin: current.kin })
  expect(plan([serving, tried], { failed: { releaseId: 'rel_2' } })).toMatchObject([
    { by: null, why: { kind: 'deploy-failed' } },
  ])
})

test('a lost or removed container that nobody wants is forgotten', () => {
  const gone = [
    container('r0.web.1', { desired: 'removed', observed: 'removed', routed: false }),
    container('r0.web.2', { desired: 'removed', observed: 'lost', routed: false }),
  ]
  expect(plan([container('r1.web.1'), ...gone])).toEqual([
    { kind: 'forget', containerId: 'r0.web.1' },
    { kind: 'forget', containerId: 'r0.web.2' },
  ])
})

test('a restart takes one instance after the other', () => {
  const app = { ...snapshot().app, restartNonce: 1 }
  const first = container('r1.web.1')
  const second = container('r1.web.2')
  const renew = (id: string) => [{ kind: 'renew', containerId: id, restartNonce: 1, by: 'me@example.com' }]
  expect(plan([first, second], { app, current: two })).toEqual(renew('r1.web.1'))
  const renewed = { ...first, restartNonce: 1, generation: 2, routed: false }
  expect(plan([renewed, second], { app, current: two })).toEqual([])
  const back = { ...renewed, observedGeneration: 2, routed: true }
  expect(plan([back, second], { app, current: two })).toEqual(renew('r1.web.2'))
})

test('a program that ended stays so, and is no reason to put off the restart of others', () => {
  const done = container('r1.web.1', {
    ...{ observed: 'stopped', healthy: false, routed: false, end: { kind: 'exit', code: 0 } as const },
  })
  expect(plan([done, container('r1.web.2')], { current: two })).toEqual([])
  const app = { ...snapshot().app, restartNonce: 1 }
  const again = { ...done, restartNonce: 1 }
  const renew = { kind: 'renew', containerId: 'r1.web.2', restartNonce: 1, by: 'me@example.com' }
  expect(plan([again, container('r1.web.2')], { app, current: two })).toEqual([renew])
})

test('the old release drains: out of the door, until its visitors have left', () => {
  const serving = container('r1.web.1')
  const old = container('r0.web.1')
  expect(plan([serving, old])).toEqual([{ kind: 'drain', containerId: 'r0.web.1' }])
  const draining = { ...old, routed: false, drainingAt: ago(1) }
  const remove = [
    { kind: 'unroute', containerId: 'r0.web.1' },
    {
      kind: 'want',
      containerId: 'r0.web.1',
      desired: 'removed',
      by: 'me@example.com',
      why: { kind: 'replaced', release: 1 },
    },
  ]
  const sessions = (count: number) => ({ sessions: new Map([['r0.web.1', count]]) })
  expect(plan([serving, draining])).toEqual([])
  expect(plan([serving, draining], {}, sessions(2))).toEqual([])
  expect(plan([serving, draining], {}, { ...sessions(0), inDoor: new Set(['r0.web.1']) })).toEqual([])
  expect(plan([serving, draining], {}, sessions(0))).toEqual(remove)
  const long = { ...draining, drainingAt: new Date(NOW.getTime() - USUAL_DRAIN_MS) }
  expect(plan([serving, long], {}, sessions(2))).toEqual(remove)
  expect(plan([serving, { ...long, drainMs: USUAL_DRAIN_MS + 1 }], {}, sessions(2))).toEqual([])
  expect(plan([serving, { ...draining, drainMs: 0 }], {}, sessions(2))).toEqual(remove)
  expect(plan([serving, { ...draining, observed: 'stopped' }])).toEqual(remove)
})

test('what was on its way out of the door, and is wanted after all, comes back to it', () => {
  const leaving = container('r1.web.1', { routed: false, drainingAt: ago(1) })
  expect(plan([leaving])).toEqual([{ kind: 'route', containerId: 'r1.web.1' }])
})

test('when nothing is left to drain, the deploy is told', () => {
  expect(plan([container('r1.web.1')], { draining: { id: 'dep_x' } })).toEqual([
    { kind: 'drained', deployId: 'dep_x' },
  ])
})

test('stopping keeps the containers of the release that serves, and no others', () => {
  const app = { ...snapshot().app, desired: 'stopped' as const }
  expect(plan([container('r1.web.1'), fresh('r2.web.1')], { app })).toEqual([
    { kind: 'unroute', containerId: 'r1.web.1' },
    { kind: 'want', containerId: 'r1.web.1', desired: 'stopped', by: 'me@example.com' },
    { kind: 'want', containerId: 'r2.web.1', desired: 'removed', by: 'me@example.com' },
  ])
  const stopped = container('r1.web.1', { desired: 'stopped', observed: 'stopped', routed: false })
  expect(plan([stopped], { app })).toEqual([])
  expect(plan([stopped])).toEqual([
    { kind: 'want', containerId: 'r1.web.1', desired: 'running', by: 'me@example.com' },
  ])
})

test('a destroyed app loses its containers first, then its rows', () => {
  const app = { ...snapshot().app, deleted: true, desired: 'stopped' as const }
  expect(plan([container('r1.web.1')], { app })).toEqual([
    { kind: 'unroute', containerId: 'r1.web.1' },
    { kind: 'want', containerId: 'r1.web.1', desired: 'removed', by: 'me@example.com' },
  ])
  const going = container('r1.web.1', { desired: 'removed', routed: false })
  expect(plan([going], { app })).toEqual([])
  expect(plan([{ ...going, observed: 'removed' }], { app })).toEqual([
    { kind: 'forget', containerId: 'r1.web.1' },
    { kind: 'delete-app' },
  ])
})
