import { expect, test } from 'vitest'
import { sumLab } from './sum-results.ts'

const lab = {
  title: 'Shell',
  description: '',
  translations: {},
  checks: [
    { name: 'file', title: 'A file', points: 2 },
    { name: 'mode', title: 'Its mode', points: 3 },
  ],
}
const result = (name: string, passed: boolean) =>
  [name, { memberId: 'm', labId: 'l', name, passed, message: 'said', at: new Date(0) }] as const

test('points are those of checks that passed, and what was not run has no outcome', () => {
  const sum = sumLab('cla_1', lab, new Map([result('file', true)]))
  expect(sum.points).toBe(2)
  expect(sum.checks.map(({ passed }) => passed)).toEqual([true, null])
})

test('a check that the lab has no more counts nothing', () => {
  expect(sumLab('cla_1', lab, new Map([result('gone', true)])).points).toBe(0)
})
