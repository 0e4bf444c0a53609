import { expect, test } from 'vitest'
import { describeFailure, describeWarning } from './describe-failure.ts'

test('a failure shows the line of the Dockerfile, and a mark below its column', () => {
  const failure = {
    kind: 'step' as const,
    message: 'the command ended with 1',
    ...{ file: 'Dockerfile', line: 12, column: 5, text: 'RUN npm ci' },
  }
  expect(describeFailure(failure)).toEqual([
    'Dockerfile:12:5: the command ended with 1',
    ' 12 | RUN npm ci',
    '    |     ^',
  ])
})

test('the mark stands below its column also after tabs', () => {
  const [, , mark] = describeFailure({
    kind: 'syntax',
    message: 'x',
    file: 'f',
    line: 1,
    column: 3,
    text: '\ta b',
  })
  expect(mark).toBe('   | \t ^')
})

test('a failure without a place is its message', () => {
  expect(describeFailure({ kind: 'time', message: 'it took too long' })).toEqual(['it took too long'])
})

test('a warning names its rule', () => {
  const warning = {
    rule: 'StageNameCasing',
    message: 'm',
    file: 'Dockerfile',
    line: 1,
    column: 1,
    text: 'FROM a AS B',
  }
  expect(describeWarning(warning)[0]).toBe('Dockerfile:1: warning: m (StageNameCasing)')
})
