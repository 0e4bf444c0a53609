import { expect, test } from 'vitest'
import { type AssemblyPart, planAssembly } from './assembly-plan.ts'

const LIMITS = { minPart: 5, maxCopy: 20 }
const piece = (key: string, size: number) => ({ key, size })
const copy = (key: string, start: number, end: number) => ({ kind: 'copy', from: { key, start, end } })
const lengthOf = (part: AssemblyPart) =>
  [part.from].flat().reduce((sum, { start, end }) => sum + end - start + 1, 0)

test('long pieces are copied, and cut evenly where one copy may not be so long', () => {
  expect(planAssembly([piece('a', 10), piece('b', 41)], LIMITS)).toEqual([
    copy('a', 0, 9),
    copy('b', 0, 12),
    copy('b', 13, 26),
    copy('b', 27, 40),
  ])
})

test('short pieces are gathered until they are long enough, with the begin of the next one', () => {
  expect(planAssembly([piece('a', 2), piece('b', 1), piece('c', 20)], LIMITS)).toEqual([
    {
      kind: 'gather',
      from: [
        { key: 'a', start: 0, end: 1 },
        { key: 'b', start: 0, end: 0 },
        { key: 'c', start: 0, end: 1 },
      ],
    },
    copy('c', 2, 19),
  ])
})

test('the last part may be short', () => {
  expect(planAssembly([piece('a', 6), piece('b', 1)], LIMITS)).toEqual([
    copy('a', 0, 5),
    { kind: 'gather', from: [{ key: 'b', start: 0, end: 0 }] },
  ])
})

test('whatever the pieces are, all bytes come once and in order, and no part but the last is short', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 300; round++) {
    const pieces = Array.from({ length: 1 + random(12) }, (_, i) => piece(String(i), 1 + random(60)))
    const parts = planAssembly(pieces, LIMITS)
    const read = parts.flatMap(({ from }) =>
      [from]
        .flat()
        .flatMap(({ key, start, end }) =>
          Array.from({ length: end - start + 1 }, (_, i) => `${key}:${start + i}`),
        ),
    )
    expect(read).toEqual(
      pieces.flatMap(({ key, size }) => Array.from({ length: size }, (_, i) => `${key}:${i}`)),
    )
    for (const part of parts.slice(0, -1)) expect(lengthOf(part)).toBeGreaterThanOrEqual(LIMITS.minPart)
    for (const part of parts.filter(({ kind }) => kind === 'copy'))
      expect(lengthOf(part)).toBeLessThanOrEqual(LIMITS.maxCopy)
  }
})

test('a thousand chunks of 80 GB in all need no more parts than S3 takes', () => {
  const pieces = Array.from({ length: 40_000 }, (_, i) => piece(String(i), 2_000_000))
  expect(planAssembly(pieces).length).toBeLessThanOrEqual(10_000)
})
