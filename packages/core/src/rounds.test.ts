import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startRounds } from './rounds.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first round begins at once, the next when it is time, or when something changed', async () => {
  const round = vi.fn(async () => undefined)
  const rounds = startRounds({ round, everyMs: 1000, onError: unexpected })
  await vi.advanceTimersByTimeAsync(0)
  expect(round).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(round).toHaveBeenCalledTimes(2)
  rounds.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect(round).toHaveBeenCalledTimes(3)
  await rounds.close()
})

test('what comes during a round is one more after it, however often it comes', async () => {
  const ends: (() => void)[] = []
  const round = vi.fn(() => new Promise<void>((end) => ends.push(end)))
  const rounds = startRounds({ round, everyMs: 1000, onError: unexpected })
  await vi.advanceTimersByTimeAsync(0)
  rounds.wake()
  rounds.wake()
  await vi.advanceTimersByTimeAsync(500)
  expect(round).toHaveBeenCalledTimes(1)
  ends[0]?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(round).toHaveBeenCalledTimes(2)
  ends[1]?.()
  await vi.advanceTimersByTimeAsync(999)
  expect(round).toHaveBeenCalledTimes(2)
  await rounds.close()
})

test('a round that took long can be followed by as long a rest', async () => {
  const round = vi.fn(() => new Promise<void>((end) => setTimeout(end, 80)))
  const restMs = (tookMs: number) => tookMs
  const rounds = startRounds({ round, everyMs: 1000, restMs, onError: unexpected })
  await vi.advanceTimersByTimeAsync(10)
  rounds.wake()
  await vi.advanceTimersByTimeAsync(70 + 79)
  expect(round).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(round).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(80)
  await rounds.close()
})

test('who comes alone waits for nothing; a herd is one round after a rest', async () => {
  const round = vi.fn(async () => undefined)
  const rounds = startRounds({ round, everyMs: 1000, restMs: 100, onError: unexpected })
  await vi.advanceTimersByTimeAsync(500)
  expect(round).toHaveBeenCalledTimes(1)
  rounds.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect(round).toHaveBeenCalledTimes(2)
  rounds.wake()
  await vi.advanceTimersByTimeAsync(60)
  rounds.wake()
  await vi.advanceTimersByTimeAsync(39)
  expect(round).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(round).toHaveBeenCalledTimes(3)
  await rounds.close()
})

test('a round that fails is told, and the next one comes', async () => {
  const onError = vi.fn()
  const round = vi.fn(() => Promise.reject(new Error('away')))
  const rounds = startRounds({ round, everyMs: 1000, onError })
  await vi.advanceTimersByTimeAsync(1000)
  expect(onError).toHaveBeenCalledTimes(2)
  await rounds.close()
})

test('the end waits for what is under way, and no round follows', async () => {
  let end = () => {}
  const round = vi.fn(() => new Promise<void>((resolve) => void (end = resolve)))
  const rounds = startRounds({ round, everyMs: 1000, onError: unexpected })
  await vi.advanceTimersByTimeAsync(0)
  const closed = vi.fn()
  const closing = rounds.close().then(closed)
  rounds.wake()
  await vi.advanceTimersByTimeAsync(5000)
  expect(closed).not.toHaveBeenCalled()
  end()
  await closing
  await vi.advanceTimersByTimeAsync(5000)
  expect(round).toHaveBeenCalledTimes(1)
})

function unexpected(error: unknown): never {
  throw error
}
