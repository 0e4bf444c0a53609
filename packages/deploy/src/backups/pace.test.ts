import { expect, test } from 'vitest'
import { lookAtPace, type Pace, PACE } from './pace.ts'

const KIB = 1024
const begun: Pace = { begunAt: 0, at: 0, moved: 0 }

/** What becomes of a transfer that moves so many bytes every two seconds; undefined: it goes on for `ms`. */
function cutAt(bytes: (at: number) => number, ms: number): number | undefined {
  let [pace, moved] = [begun, 0]
  for (let at = 0; at <= ms; at += 2000) {
    moved += bytes(at)
    const look = lookAtPace(pace, { at, moved })
    if (look.kind === 'over') return at
    pace = look.pace
  }
  return undefined
}

test('a byte now and then is cut off after five minutes, whatever was fast before', () => {
  expect(cutAt(() => 1, 3_600_000)).toBe(PACE.windowMs)
  expect(cutAt((at) => (at < 600_000 ? 2 ** 20 : 1), 3_600_000)).toBe(900_000)
})

test('what is slow goes on, and so does what rests and then is fast', () => {
  expect(cutAt(() => 130 * KIB, 3_600_000)).toBeUndefined()
  expect(cutAt((at) => (at % 300_000 < 200_000 ? 0 : 2 ** 20), 3_600_000)).toBeUndefined()
})

test('nothing takes longer than twelve hours', () => {
  expect(cutAt(() => 2 ** 20, 13 * 3_600_000)).toBe(PACE.totalMs + 2000)
})

test('it says why', () => {
  expect(lookAtPace(begun, { at: 300_000, moved: 5 })).toEqual({
    kind: 'over',
    reason: 'it moved less than 64 KiB a second for 300 s, and is cut off so that others can go on',
  })
})
