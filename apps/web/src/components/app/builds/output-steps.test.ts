import { expect, test } from 'vitest'
import { outputSteps } from './output-steps.ts'

test('lines of steps that run beside each other are sorted by their step', () => {
  const text = '#1 [a 1/1] RUN a\n#2 [b 1/1] RUN b\n#1 one\n#2 two\n#1 DONE 0.4s\n#2 CACHED\n'
  expect(outputSteps(text)).toEqual([
    { number: 1, title: '[a 1/1] RUN a', state: 'done', took: '0.4s', lines: ['one'] },
    { number: 2, title: '[b 1/1] RUN b', state: 'cached', took: null, lines: ['two'] },
  ])
})

test('what belongs to no step stands together', () => {
  expect(outputSteps('hello\n#1 RUN x\nthere')).toMatchObject([
    { number: null, lines: ['hello', 'there'] },
    { number: 1, state: 'running' },
  ])
})

test('of a build that failed, the step that did not end is the one that failed', () => {
  expect(outputSteps('#1 RUN a\n#1 DONE 0.1s\n#2 RUN b\n#2 oh', true)).toMatchObject([
    { number: 1, state: 'done' },
    { number: 2, state: 'failed', lines: ['oh'] },
  ])
})

test('of steps side by side, the one that says so failed, and the others were stopped for it', () => {
  expect(outputSteps('#1 RUN a\n#2 RUN b\n#2 ERROR\n#0 ERROR the command ended with 1', true)).toMatchObject([
    { number: 1, state: 'stopped' },
    { number: 2, state: 'failed', lines: [] },
    { number: 0 },
  ])
})
