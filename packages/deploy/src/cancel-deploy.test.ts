import { expect, test } from 'vitest'
import { planApp } from './plan-app.ts'
import { around, container, fresh, release, snapshot } from './test-models.ts'

const current = release(1)
const canceled = { releaseId: 'rel_2', by: 'ada' }

test('after a cancel what had begun goes, by whom it was canceled, and what serves is untouched', () => {
  const containers = [container('r1.web.1'), fresh('r2.web.1')]
  expect(planApp(snapshot({ current, canceled, containers }), around())).toEqual([
    { kind: 'want', containerId: 'r2.web.1', desired: 'removed', by: 'ada' },
  ])
})

test('a cancel after the door has shifted brings visitors back, and shows the new ones out', () => {
  const left = container('r1.web.1', { routed: false, drainingAt: new Date() })
  const containers = [left, container('r2.web.1')]
  expect(planApp(snapshot({ current, canceled, containers }), around())).toEqual([
    { kind: 'route', containerId: 'r1.web.1' },
    { kind: 'drain', containerId: 'r2.web.1' },
  ])
})

test('of a first deploy that was canceled nothing is left', () => {
  const containers = [fresh('r2.web.1')]
  expect(planApp(snapshot({ canceled, containers }), around())).toEqual([
    { kind: 'want', containerId: 'r2.web.1', desired: 'removed', by: 'ada' },
  ])
})

test('instances that a canceled change of limits had taken over go back', () => {
  const kin = { kin: 'kin_1' }
  const containers = [container('r2.web.1', kin)]
  expect(planApp(snapshot({ current, canceled, containers }), around())).toEqual([
    { kind: 'adopt', containerId: 'r2.web.1', releaseId: 'rel_1' },
  ])
})
