import { expect, test } from 'vitest'
import { metricPoints } from './metric-points.ts'
import { percentile } from './percentile.ts'

const times = (counts: Readonly<Record<number, number>>) =>
  Array.from({ length: 14 }, (_, i) => counts[i] ?? 0)
const at = (seconds: number) => new Date(1_000_000_000_000 + seconds * 1000)
const counts = (answers: number) => [0, answers * 1000, 0, answers, 0, 0, 0, ...times({ 3: answers })]

test('percentiles lie within the bucket that holds them', () => {
  expect(percentile(times({}), 0.5)).toBeNull()
  expect(percentile(times({ 3: 10 }), 0.5)).toBeCloseTo(7.5)
  expect(percentile(times({ 0: 99, 9: 1 }), 0.95)).toBeLessThan(1)
  expect(percentile(times({ 0: 90, 9: 10 }), 0.99)).toBeCloseTo(950)
  expect(percentile(times({ 13: 5 }), 0.5)).toBe(10_000)
})

test('points are evenly spaced, and tell quiet from what nobody measured', () => {
  const points = metricPoints(
    {
      requests: [{ at: at(0), counts: counts(50) }],
      steps: [0, 10, 40].map((seconds) => ({ at: at(seconds), seconds: 10 })),
      uses: [{ at: at(10), cpu: 5_000_000, memory: 64, rx: 100, tx: 0 }],
    },
    { from: at(0), to: at(50), length: 20, step: 10 },
  )
  expect(points.map((point) => point.at)).toEqual([at(0), at(20), at(40)])
  expect(points.map(({ requests }) => requests?.perSecond)).toEqual([2.5, undefined, 0])
  expect(points[0]?.requests).toMatchObject({ bytesOut: 2500, statuses: [0, 2.5, 0, 0, 0] })
  expect(points[2]?.requests).toMatchObject({ p50: null })
  expect(points.map(({ use }) => use?.cpu)).toEqual([0.5, undefined, undefined])
})
