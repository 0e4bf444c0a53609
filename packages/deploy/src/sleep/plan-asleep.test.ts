import { expect, test } from 'vitest'
import { planApp } from '../plan-app.ts'
import type { ContainerModel } from '../model.ts'
import { ago, around, container, deployOf, fresh, release, snapshot } from '../test-models.ts'

const asleep = { ...snapshot().app, asleep: true }
const ASLEEP = { by: null, why: { kind: 'asleep' } }

function plan(one: Partial<ContainerModel>, sessions?: number, inDoor: readonly string[] = []) {
  return planApp(
    snapshot({ app: asleep, current: release(1), containers: [container('r1.web.1', one)] }),
    around({
      inDoor: new Set(inDoor),
      sessions: new Map(sessions === undefined ? [] : [['r1.web.1', sessions]]),
    }),
  )
}

test('what falls asleep gets no new visitors, lets those who are there finish, and is stopped', () => {
  expect(plan({})).toEqual([{ kind: 'drain', containerId: 'r1.web.1' }])
  expect(plan({ routed: false, drainingAt: ago(3600) }, 1)).toEqual([])
  expect(plan({ routed: false, drainingAt: ago(1) }, 0, ['r1.web.1'])).toEqual([])
  expect(plan({ routed: false, drainingAt: ago(1) }, 0)).toEqual([
    { kind: 'unroute', containerId: 'r1.web.1' },
    { kind: 'want', containerId: 'r1.web.1', desired: 'stopped', ...ASLEEP },
  ])
})

test('what sleeps is left alone, and what takes no visitors is stopped at once', () => {
  expect(plan({ desired: 'stopped', observed: 'stopped', routed: false })).toEqual([])
  expect(plan({ routed: false })).toEqual([
    { kind: 'want', containerId: 'r1.web.1', desired: 'stopped', ...ASLEEP },
  ])
})

test('what is woken while its visitors leave serves again, and never ended', () => {
  const leaving = container('r1.web.1', { routed: false, drainingAt: ago(1) })
  expect(planApp(snapshot({ current: release(1), containers: [leaving] }), around())).toEqual([
    { kind: 'route', containerId: 'r1.web.1' },
  ])
})

test('what slept is started when it wakes', () => {
  const sleeper = container('r1.web.1', { desired: 'stopped', observed: 'stopped', routed: false })
  expect(planApp(snapshot({ current: release(1), containers: [sleeper] }), around())).toEqual([
    { kind: 'want', containerId: 'r1.web.1', desired: 'running', by: 'me@example.com' },
  ])
})

test('a deploy goes on, whether its app sleeps or not', () => {
  const containers = [fresh('r1.web.1')]
  const deploying = { deploy: deployOf(release(1)), containers }
  expect(planApp(snapshot({ app: asleep, ...deploying }), around())).toEqual(
    planApp(snapshot(deploying), around()),
  )
})
