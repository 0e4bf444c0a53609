import type { LogLine } from '@berth/protocol'
import { expect, test } from 'vitest'
import { mergeByTime } from './merge-by-time.ts'

const at = (second: number) => new Date(second * 1000)

async function* lines(containerId: string, seconds: readonly number[]): AsyncGenerator<LogLine> {
  for (const second of seconds)
    yield { containerId, at: at(second).toISOString(), stream: 'stdout', text: `${containerId}${second}` }
}

async function merged(streams: Parameters<typeof mergeByTime>[0]): Promise<string[]> {
  const all: string[] = []
  for await (const { text } of mergeByTime(streams)) all.push(text)
  return all
}

test('lines of several containers come in the order of time, those of one in their own', async () => {
  const streams = [
    { from: at(5), lines: lines('b', [5, 7, 9]) },
    { from: at(1), lines: lines('a', [1, 6, 6, 8]) },
    { from: at(20), lines: lines('c', [20]) },
    { from: at(2), lines: lines('none', []) },
  ]
  expect(await merged(streams)).toEqual(['a1', 'b5', 'a6', 'a6', 'b7', 'a8', 'b9', 'c20'])
})

test('of equal times each stays with its stream', async () => {
  const streams = [
    { from: at(1), lines: lines('a', [1, 1]) },
    { from: at(1), lines: lines('b', [1]) },
  ]
  expect((await merged(streams)).toSorted()).toEqual(['a1', 'a1', 'b1'])
})

test('of nothing comes nothing', async () => {
  expect(await merged([])).toEqual([])
})
