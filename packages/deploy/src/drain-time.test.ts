import { expect, test } from 'vitest'
import { hurried, USUAL_DRAIN_MS } from './drain-time.ts'
import { ago, container } from './test-models.ts'

const LONG = 300_000

test('of those that left one place in turn only the last has its whole time', () => {
  const left = (name: string, seconds: number, drainMs = LONG) =>
    container(name, { routed: false, drainingAt: ago(seconds), drainMs })
  const timesOf = (...all: ReturnType<typeof container>[]) => hurried(all).map(({ drainMs }) => drainMs)
  expect(timesOf(left('r1.web.1', 60), left('r2.web.1', 30), left('r3.web.1', 3))).toEqual([
    USUAL_DRAIN_MS,
    USUAL_DRAIN_MS,
    LONG,
  ])
  expect(timesOf(left('r1.web.1', 60, 0), left('r2.web.1', 30))).toEqual([0, LONG])
  expect(timesOf(left('r1.web.1', 60), left('r1.web.2', 30), left('r1.api.1', 3))).toEqual([LONG, LONG, LONG])
})

test('one that serves takes no time from the one that it replaced', () => {
  const old = container('r1.web.1', { routed: false, drainingAt: ago(60), drainMs: LONG })
  expect(hurried([old, container('r2.web.1')])[0]).toEqual(old)
})
