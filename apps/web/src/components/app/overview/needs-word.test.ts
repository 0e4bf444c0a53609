import type { BuildView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { needsWord } from './needs-word.ts'

const at = (second: number) => new Date(second * 1000)
const failure = (kind: 'step' | 'canceled') => ({ kind, message: 'no' }) as BuildView['failure']
const failed = { createdAt: at(10), endedAt: at(11), failure: failure('step') }

test('a build that is under way is told, and one that succeeded is not', () => {
  expect(needsWord({ createdAt: at(10), endedAt: null, failure: null }, { createdAt: at(1) })).toBe(true)
  expect(needsWord({ createdAt: at(10), endedAt: at(11), failure: null }, { createdAt: at(11) })).toBe(false)
})

test('a build that failed is told until something is deployed after it', () => {
  expect(needsWord(failed, { createdAt: at(1) })).toBe(true)
  expect(needsWord(failed, null)).toBe(true)
  expect(needsWord(failed, { createdAt: at(12) })).toBe(false)
})

test('whoever canceled a build knows', () => {
  expect(needsWord({ ...failed, failure: failure('canceled') }, { createdAt: at(1) })).toBe(false)
})
