import { expect, test } from 'vitest'
import { nextSteps } from './next-steps.ts'

test('out of memory leads to the limit first', () => {
  expect(nextSteps({ kind: 'oom', limit: 1 })[0]?.label).toBe('raiseLimit')
})

test('a program that ended by itself leads to its log first', () => {
  expect(nextSteps({ kind: 'exit', code: 1 })[0]?.label).toBe('logs')
})

test('without an end the deploys tell more', () => {
  expect(nextSteps(null)[0]?.label).toBe('deploys')
})
