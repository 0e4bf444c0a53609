import type { DeployStepView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { stepLine } from './follow-deploy.ts'

const at = new Date('2026-01-01T12:00:00Z')
const health: DeployStepView = {
  step: 'health',
  state: 'running',
  message: 'waiting for port 8080, at most 30 s',
  note: null,
  at,
  ms: null,
}
const after = (seconds: number) => stepLine(health, new Date(at.getTime() + seconds * 1_000))

test('a step that takes long is said again every ten seconds, with how long it took so far', () => {
  expect(after(3)).toEqual(['health …: waiting for port 8080, at most 30 s'])
  expect(after(9)).toEqual(after(3))
  expect(after(10)).toEqual(['health …: waiting for port 8080, at most 30 s, 10 s so far'])
  expect(after(19)).toEqual(after(10))
  expect(after(25)).toEqual(['health …: waiting for port 8080, at most 30 s, 20 s so far'])
})

test('a step that has not begun says nothing', () => {
  expect(stepLine({ ...health, state: 'pending', at: null }, at)).toEqual([])
})
