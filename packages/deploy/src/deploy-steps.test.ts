import { expect, test } from 'vitest'
import { abandon, advance, fail, finish, stepViews } from './deploy-steps.ts'
import { ago, NOW } from './test-models.ts'

const states = (steps: Parameters<typeof stepViews>[0]) =>
  stepViews(steps)
    .map(({ state }) => state)
    .join(' ')

const why = {
  message: 'hello:1 exited with code 1',
  note: { kind: 'ended', image: 'hello:1', end: { kind: 'exit', code: 1 } },
} as const

test('reaching a step finishes those before it, with how long they took', () => {
  const steps = advance(
    advance({}, 'resolve', ago(2), { kind: 'resolved', image: 'team/hello@sha256:1234' }),
    'pull',
    NOW,
  )
  expect(states(steps)).toBe('done done done running pending pending pending pending')
  expect(stepViews(steps)[0]).toMatchObject({ message: 'team/hello@sha256:1234', ms: 2_000 })
})

test('reaching the same step again changes nothing, not even the object', () => {
  const steps = advance({}, 'pull', ago(2))
  expect(advance(steps, 'pull', NOW)).toBe(steps)
  expect(advance(advance({}, 'health', ago(1)), 'pull', NOW).health?.state).toBe('running')
})

test('a failure marks the step that ran, and skips the rest', () => {
  const steps = fail(advance({}, 'start', ago(1)), NOW, why)
  expect(states(steps)).toBe('done done done done failed skipped skipped skipped')
  expect(steps.start).toMatchObject({ ...why, ms: 1_000 })
})

test('a failure between two steps fails the next one', () => {
  expect(states(fail(finish({}, 'admit', NOW), NOW, why))).toBe(
    'done done failed skipped skipped skipped skipped skipped',
  )
})

test('a superseded deploy has failed nowhere', () => {
  expect(states(abandon(advance({}, 'pull', ago(1)), NOW))).toBe(
    'done done done skipped skipped skipped skipped skipped',
  )
})

test('the last step finishes all', () => {
  expect(states(finish(advance({}, 'drain', ago(1)), 'drain', NOW))).toBe(Array(8).fill('done').join(' '))
})

test('how far a pull was is not said any more when it is over', () => {
  const note = { kind: 'pulls', bytes: 1, total: 2, layers: 1, layersDone: 0 } as const
  const pulling = advance({}, 'pull', ago(1), note)
  expect(pulling.pull).toMatchObject({ state: 'running', note })
  expect(advance(pulling, 'start', NOW).pull).toMatchObject({ state: 'done', note: null, message: null })
})
