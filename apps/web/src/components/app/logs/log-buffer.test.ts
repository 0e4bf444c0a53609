import type { LogLine } from '@berth/protocol'
import { expect, test } from 'vitest'
import { LogBuffer } from './log-buffer.ts'

const line = (text: string, second = 0): LogLine => ({
  containerId: 'con_a',
  at: new Date(second * 1000).toISOString(),
  stream: 'stdout',
  text,
})

test('lines are numbered, and a number is never used again', () => {
  const buffer = new LogBuffer()
  buffer.append([line('a'), line('b')])
  buffer.clear()
  buffer.append([line('c')])
  expect(buffer.lines.map((one) => [one.seq, one.text])).toEqual([[2, 'c']])
})

test('equal lines of one instant are all kept', () => {
  const buffer = new LogBuffer()
  buffer.append([line('tick'), line('tick')])
  expect(buffer.lines).toHaveLength(2)
})

test('a stream that goes on repeats its last instant, and each line stays once', () => {
  const buffer = new LogBuffer()
  buffer.append([line('a', 1), line('b', 2), line('b', 2)])
  expect(buffer.resume()).toBe(new Date(2000).toISOString())
  buffer.append([line('b', 2), line('b', 2), line('b', 2), line('c', 3)])
  expect(buffer.lines.map((one) => one.text)).toEqual(['a', 'b', 'b', 'b', 'c'])
})

test('only the newest lines are kept', () => {
  const buffer = new LogBuffer()
  buffer.append(Array.from({ length: 6_000 }, (_, i) => line(`${i}`)))
  buffer.trim(1_000)
  expect([buffer.lines.length, buffer.lines[0]?.text]).toEqual([1_000, '5000'])
})

test('an empty buffer has nothing to go on from', () => {
  expect(new LogBuffer().resume()).toBeUndefined()
})
