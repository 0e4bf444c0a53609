import { expect, test } from 'vitest'
import { planShared } from './plan-shared.ts'

test('what a deploy brings of the project is told, and no value of a secret', () => {
  const shared = {
    behind: ['CAME', 'CHANGED', 'KEY', 'WENT'],
    before: ['CHANGED', 'SAME', 'WENT'],
    variables: { CAME: '1', CHANGED: '2', SAME: '3' },
    secrets: ['KEY'],
  }
  expect(planShared(shared)).toEqual([
    { name: 'project.CAME', from: null, to: '1' },
    { name: 'project.CHANGED', from: '(as before)', to: '2' },
    { name: 'project.KEY', from: null, to: '(secret)' },
    { name: 'project.WENT', from: '(as before)', to: null },
  ])
  expect(planShared({ ...shared, behind: [] })).toEqual([])
})
